// SPDX-License-Identifier: Apache-2.0
// For cover runs: a cover is reached where the assertion of its contrary fails.
(* techmap_celltype = "$cover" *)
module cover_as_assertion (input A, input EN);
    \$assert _TECHMAP_REPLACE_ (.A(!A), .EN(EN));
endmodule
