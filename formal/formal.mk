# SPDX-License-Identifier: Apache-2.0
# formal: proofs of the RTL by Yosys and ABC. Tasks: formal/tasks.txt; planted bugs: formal/breaks.txt.

FORMAL_DIR := build/formal

# The RTL as the provers read it: `$display(...); $stop;` of its own assertions becomes an obligation.
.PHONY: formal formal-quick formal-breaks formal-rtl
formal-rtl: $(SETUP)
	$(Q)formal/prepare.sh $(FORMAL_DIR)/rtl

formal: formal-rtl ## proofs of the RTL: a table of what holds, proven or bounded (TASKS= names)
	$(Q)formal/all.sh $(JOBS) '$(or $(TASKS),full)'

formal-quick: formal-rtl # the part of it that `make test` runs
	$(Q)formal/all.sh $(JOBS) quick

formal-breaks: formal-rtl ## plants a bug for each property and asks that the proof fails
	$(Q)formal/breaks.sh $(JOBS)
