# SPDX-License-Identifier: Apache-2.0
# Utilisation of the read channel over the transfer size, a line for each memory latency: data (size, latency, value), out
set terminal svg size 800,500 dynamic background rgb 'white'
set output out
set title 'doorbell\_dma: rings with 32-byte descriptors, fetched over the same port'
set logscale x 2
set xlabel 'bytes in a transfer'
set ylabel 'data read beats in a cycle'
set xrange [8:4096]
set yrange [0:1]
set grid
set key bottom right
plot x / (x + 32.0) title 'bound S/(S+32)' with lines dashtype 2 linecolor rgb 'gray40', \
	for [l in '1 13 100'] data using 1:($2 == l ? $3 : 1/0) title 'L = '.l with linespoints
