/* SPDX-License-Identifier: Apache-2.0
 * What the regression's programs share: checks that count, a channel, patterns, red zones.
 * A program is one C file; it prints one line per failure and PASS or FAIL at the end, and exits by code.
 */
#ifndef T_H
#define T_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <errno.h>
#include <doorbell/cmo.h>
#include <doorbell/csr.h>
#include <doorbell/dmaengine.h>
#include <doorbell/hint.h>
#include <doorbell/io.h>
#include <doorbell/memmap.h>
#include <doorbell/platform.h>
#include <doorbell/regs.h>
#include <doorbell/timer.h>

#define T_TIMEOUT_US 5000
#define T_RED 0xa5
#define T_MAX_REPORTS 8

static int t_failures;

#define T_CHECK(cond, ...)                                                                                             \
	do {                                                                                                           \
		if (!(cond) && t_failures++ < T_MAX_REPORTS) {                                                         \
			printf("FAIL %s:%d: %s: ", __FILE__, __LINE__, #cond);                                         \
			printf(__VA_ARGS__);                                                                           \
			printf("\n");                                                                                  \
		}                                                                                                      \
	} while (0)

/* Ends the program at once: without this nothing that follows makes sense. */
#define T_NEED(cond)                                                                                                   \
	do {                                                                                                           \
		if (!(cond)) {                                                                                         \
			printf("FAIL %s:%d: %s\n", __FILE__, __LINE__, #cond);                                         \
			exit(2);                                                                                       \
		}                                                                                                      \
	} while (0)

static inline int t_end(void)
{
	printf(t_failures ? "FAIL: %d checks\n" : "PASS\n", t_failures);
	return t_failures ? 1 : 0;
}

static struct doorbell_dma t_engine;

/* A channel with this configuration (NULL: the defaults). */
static inline struct dma_chan *t_channel_n(unsigned index, const struct dma_slave_config *cfg)
{
	struct dma_chan *chan;

	if (!t_engine.channels)
		T_NEED(doorbell_dma_probe(&t_engine, DB_DMA_BASE, DB_IRQ_DMA0) == 0);
	chan = dma_request_chan(&t_engine, index);
	T_NEED(chan);
	if (cfg)
		T_NEED(dmaengine_slave_config(chan, cfg) == 0);
	return chan;
}

static inline struct dma_chan *t_channel(const struct dma_slave_config *cfg)
{
	return t_channel_n(0, cfg);
}

static inline void *t_buffer(size_t size)
{
	void *p = dma_kmalloc(size);

	T_NEED(p);
	return p;
}

static inline dma_addr_t t_map(struct device *dev, void *p, size_t size, enum dma_data_direction dir)
{
	dma_addr_t dma = dma_map_single(dev, p, size, dir);

	T_NEED(!dma_mapping_error(dev, dma));
	return dma;
}

static inline uint8_t t_byte(size_t i, unsigned seed)
{
	return (uint8_t)(i * 37 + (i >> 8) * 11 + seed);
}

static inline void t_fill(uint8_t *p, size_t n, unsigned seed)
{
	for (size_t i = 0; i < n; i++)
		p[i] = t_byte(i, seed);
}

/* First i at which p[i] is not the pattern's byte `from + i`, or n. */
static inline size_t t_differs(const uint8_t *p, size_t n, size_t from, unsigned seed)
{
	size_t i = 0;

	while (i < n && p[i] == t_byte(from + i, seed))
		i++;
	return i;
}

/* First i at which p[i] is not v, or n. */
static inline size_t t_not(const uint8_t *p, size_t n, uint8_t v)
{
	size_t i = 0;

	while (i < n && p[i] == v)
		i++;
	return i;
}

static inline dma_cookie_t t_submit(struct dma_async_tx_descriptor *tx)
{
	dma_cookie_t cookie;

	T_NEED(tx);
	cookie = dmaengine_submit(tx);
	T_NEED(cookie > 0);
	return cookie;
}

/* Submits, issues, waits for success. */
static inline void t_finish(struct dma_chan *chan, struct dma_async_tx_descriptor *tx)
{
	dma_cookie_t cookie = t_submit(tx);

	dma_async_issue_pending(chan);
	T_NEED(dmaengine_wait(chan, cookie, T_TIMEOUT_US) == 0);
}

/* Posts a copy; it is not issued. */
static inline dma_cookie_t t_post(struct dma_chan *chan, dma_addr_t dst, dma_addr_t src, uint32_t len,
				  unsigned long flags)
{
	return t_submit(dmaengine_prep_dma_memcpy(chan, dst, src, len, flags));
}

#endif
