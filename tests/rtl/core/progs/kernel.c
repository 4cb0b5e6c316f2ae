/* SPDX-License-Identifier: Apache-2.0
 * Work of the kinds that embedded benchmarks measure: linked lists, matrices, a state machine, CRC. For CPI only; the
 * checks catch gross errors.
 */
typedef unsigned int u32;
typedef unsigned short u16;
typedef short s16;

struct node {
	struct node *next;
	s16 key, val;
};

static struct node nodes[64];
static s16 ma[16][16], mb[16][16];
static int mc[16][16];
static const char text[] = "5012,-87.5e+3,0x1F,1234,.75,9e,+12.5E-10,zz,7,-3";

static u16 crc16(u16 v, u16 crc)
{
	for (int i = 0; i < 16; i++) {
		int bit = (v ^ crc) & 1;

		crc >>= 1;
		v >>= 1;
		if (bit)
			crc ^= 0xa001;
	}
	return crc;
}

static struct node *merge_sort(struct node *l)
{
	int k = 1;

	for (;;) {
		struct node *p = l, *tail = 0;
		int merges = 0;

		l = 0;
		while (p) {
			struct node *q = p, *e;
			int ps = 0, qs = k;

			merges++;
			while (ps < k && q) {
				q = q->next;
				ps++;
			}
			while (ps > 0 || (qs > 0 && q)) {
				if (ps == 0 || (qs > 0 && q && q->key < p->key)) {
					e = q;
					q = q->next;
					qs--;
				} else {
					e = p;
					p = p->next;
					ps--;
				}
				if (tail)
					tail->next = e;
				else
					l = e;
				tail = e;
			}
			p = q;
		}
		tail->next = 0;
		if (merges <= 1)
			return l;
		k *= 2;
	}
}

static int scan(const char *s)
{
	int state = 0, n = 0;

	for (; *s; s++) {
		char c = *s;

		if (c == ',') {
			n += state + 1;
			state = 0;
			continue;
		}
		switch (state) {
		case 0:
			state = c == '+' || c == '-' ? 1 : c == '.' ? 3 : c >= '0' && c <= '9' ? 2 : 7;
			break;
		case 1:
		case 2:
			state = c == '.' ? 3 : c >= '0' && c <= '9' ? 2 : c == 'e' || c == 'E' ? 4 : 7;
			break;
		case 3:
			state = c >= '0' && c <= '9' ? 3 : c == 'e' || c == 'E' ? 4 : 7;
			break;
		case 4:
			state = c == '+' || c == '-' ? 5 : 7;
			break;
		case 5:
			state = c >= '0' && c <= '9' ? 6 : 7;
			break;
		default:
			break;
		}
	}
	return n + state;
}

int main(void)
{
	u16 crc = 0;
	u32 seed = 12345;

	for (int iter = 0; iter < 4; iter++) {
		struct node *l, *p;

		for (int i = 0; i < 64; i++) {
			seed = seed * 1103515245 + 12345;
			nodes[i].key = (s16)(seed >> 16);
			nodes[i].val = (s16)i;
			nodes[i].next = i < 63 ? &nodes[i + 1] : 0;
		}
		l = merge_sort(nodes);
		for (p = l; p; p = p->next) {
			if (p->next && p->next->key < p->key)
				return 100;
			crc = crc16((u16)p->val, crc);
		}
		for (int i = 0; i < 16; i++)
			for (int j = 0; j < 16; j++) {
				ma[i][j] = (s16)(i * j + iter);
				mb[i][j] = (s16)(i - j);
			}
		for (int i = 0; i < 16; i++)
			for (int j = 0; j < 16; j++) {
				int sum = 0;

				for (int k = 0; k < 16; k++)
					sum += ma[i][k] * mb[k][j];
				mc[i][j] = sum;
			}
		crc = crc16((u16)mc[3][7], crc);
		for (int i = 0; i < 8; i++)
			crc = crc16((u16)scan(text), crc);
	}
	return crc == 0 ? 101 : 1;
}
