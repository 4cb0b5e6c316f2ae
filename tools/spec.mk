# SPDX-License-Identifier: Apache-2.0
# The generated headers and reference pages: `make spec` writes them, `check-spec` fails where they differ.

SPEC_SOURCES := tools/specgen.c $(wildcard include/spec/*)

build/specgen: $(SPEC_SOURCES)
	@mkdir -p $(@D)
	$(Q)$(HOSTCC) -std=gnu11 -Wall -Wextra -O1 $< -o $@

.PHONY: spec check-spec
spec: build/specgen ## writes headers and reference pages from include/spec/
	$(Q)build/specgen .

check-spec: build/specgen
	$(Q)rm -rf build/spec && mkdir -p build/spec/include/doorbell build/spec/docs/reference
	$(Q)build/specgen build/spec
	$(Q)bad=0; good=0; for f in $$(cd build/spec && find . -type f | sort); do \
		if cmp -s build/spec/$$f $$f; then good=$$((good + 1)); \
		else bad=$$((bad + 1)); echo "$$f differs from include/spec/: run 'make spec' and commit"; fi; done; \
	if dtc -q -I dts -O dtb -o build/spec/doorbell.dtb build/spec/include/doorbell.dts; then good=$$((good + 1)); \
	else bad=$$((bad + 1)); fi; \
	echo "$$good passed, $$bad failed"; [ $$bad -eq 0 ]
