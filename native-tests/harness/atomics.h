/* Atomic integers that C and C++ read alike, as <stdatomic.h> and <atomic> do not: what these touch is an integer that
 * is touched in no other way while threads run. */
#ifndef ATOMICS_H
#define ATOMICS_H

typedef int atomic_int;
typedef long long atomic_long;

#define atomic_load(object) __atomic_load_n((object), __ATOMIC_SEQ_CST)
#define atomic_store(object, value) __atomic_store_n((object), (value), __ATOMIC_SEQ_CST)
#define atomic_fetch_add(object, value) __atomic_fetch_add((object), (value), __ATOMIC_SEQ_CST)
#define atomic_fetch_sub(object, value) __atomic_fetch_sub((object), (value), __ATOMIC_SEQ_CST)

#endif
