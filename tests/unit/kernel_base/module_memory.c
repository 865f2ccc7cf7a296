/* SPDX-License-Identifier: GPL-2.0-only */
/* Stories of allocators, ids and devices, for test_base.c: each function is one. */
#include <linux/device.h>
#include <linux/idr.h>
#include <linux/kthread.h>
#include <linux/mempool.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/wait.h>

void pool_reserve(void);
void pool_waits(void);
void pool_atomic_fails(void);
void pool_resize(void);
void pool_used_after_free(void);
void pool_freed_twice(void);
void slab_objects(void);
void slab_grows(void);
void pages_whole(void);
void alloc_in_atomic(void);
void ids_lowest(void);
void ids_freed_twice(void);
void device_binds(void);
void device_attribute(void);
void device_attribute_removed(void);
void device_remove_under_lock(void);

struct element {
	u64 a, b;
};

static mempool_t *pool;

void pool_reserve(void)
{
	struct element *first, *second;

	pool = mempool_create_kmalloc_pool(2, sizeof(struct element));
	BUG_ON(!pool || pool->curr_nr != 2);
	first = mempool_alloc(pool, GFP_ATOMIC);
	second = mempool_alloc(pool, GFP_NOIO);
	BUG_ON(!first || !second || first == second);
	first->a = 1;
	second->b = 2;
	mempool_free(first, pool);
	mempool_free(second, pool);
	BUG_ON(pool->curr_nr != 2);
	mempool_destroy(pool);
	mempool_destroy(NULL);
}

static int use_element(void *arg)
{
	for (int i = 0; i < 2; i++) {
		struct element *element = mempool_alloc(pool, GFP_NOIO);

		BUG_ON(!element);
		element->a = 1;
		cond_resched();
		mempool_free(element, pool);
	}
	return 0;
}

/* With the fault "alloc" there is only the reserve of one, and everybody gets it in turn. */
void pool_waits(void)
{
	struct task_struct *task;

	pool = mempool_create_kmalloc_pool(1, sizeof(struct element));
	if (!pool)
		return;
	task = kthread_create_on_cpu(use_element, NULL, 1, "user");
	if (!IS_ERR(task)) {
		get_task_struct(task);
		wake_up_process(task);
	}
	use_element(NULL);
	if (!IS_ERR(task)) {
		kthread_stop(task);
		put_task_struct(task);
	}
	mempool_destroy(pool);
}

void pool_atomic_fails(void)
{
	struct element *elements[4];
	int count = 0;

	pool = mempool_create_kmalloc_pool(1, sizeof(struct element));
	if (!pool)
		return;
	for (int i = 0; i < 4; i++) {
		elements[count] = mempool_alloc(pool, GFP_ATOMIC);
		if (elements[count])
			count++;
	}
	BUG_ON(count < 1);
	while (count)
		mempool_free(elements[--count], pool);
	BUG_ON(pool->curr_nr != 1);
	mempool_destroy(pool);
}

void pool_resize(void)
{
	struct kmem_cache *cache = KMEM_CACHE(element, 0);

	pool = mempool_create_slab_pool(2, cache);
	BUG_ON(mempool_resize(pool, 5));
	BUG_ON(pool->curr_nr != 5);
	BUG_ON(mempool_resize(pool, 1));
	BUG_ON(pool->curr_nr != 1);
	mempool_destroy(pool);
	kmem_cache_destroy(cache);
}

/* The bugs that only a pool that watches its reserve shows. */
static struct element *reserved_element(void)
{
	struct element *element;

	pool = mempool_create_kmalloc_pool(1, sizeof(struct element));
	element = mempool_alloc(pool, GFP_KERNEL);
	pool->curr_nr = 0;
	sim_mem_unpoison(pool->elements[0], sizeof(*element));
	kfree(pool->elements[0]);
	mempool_free(element, pool);
	return element;
}

void pool_used_after_free(void)
{
	reserved_element()->a = 1;
}

void pool_freed_twice(void)
{
	struct element *element = reserved_element();

	pool->min_nr = 2;
	mempool_free(element, pool);
}

static void construct(void *object)
{
	((struct element *)object)->a = 9;
}

void slab_objects(void)
{
	struct kmem_cache *cache = kmem_cache_create("things", sizeof(struct element), 64,
						     SLAB_HWCACHE_ALIGN, construct);
	struct element *element = kmem_cache_alloc(cache, GFP_KERNEL);

	BUG_ON(element->a != 9 || ((unsigned long)element & 63));
	kmem_cache_free(cache, element);
	element = kmem_cache_zalloc(cache, GFP_ATOMIC);
	BUG_ON(element->b != 0);
	kmem_cache_free(cache, element);
	kmem_cache_destroy(cache);
}

void slab_grows(void)
{
	char *text = kstrdup("abc", GFP_KERNEL);
	size_t huge = SIZE_MAX / 2;

	BUG_ON(ksize(text) < 4);
	text = krealloc(text, 8, GFP_KERNEL);
	BUG_ON(strcmp(text, "abc"));
	strcat(text, "defg");
	BUG_ON(strlen(text) != 7);
	kfree(text);
	BUG_ON(!ZERO_OR_NULL_PTR(kmalloc(0, GFP_KERNEL)));
	kfree(kmalloc(0, GFP_KERNEL));
	kfree(NULL);
	BUG_ON(kcalloc(huge, 4, GFP_KERNEL) != NULL);
}

void pages_whole(void)
{
	void *exact = alloc_pages_exact(PAGE_SIZE + 1, GFP_KERNEL | __GFP_ZERO);
	struct page *page = alloc_page(GFP_KERNEL);
	unsigned long free = __get_free_pages(GFP_KERNEL, 1);

	BUG_ON(offset_in_page(exact) || offset_in_page(page_address(page)) || offset_in_page(free));
	BUG_ON(((char *)exact)[2 * PAGE_SIZE - 1]);
	BUG_ON(virt_to_page((char *)page_address(page) + 5) != page);
	BUG_ON(page_to_pfn(nth_page(page, 2)) != page_to_pfn(page) + 2);
	BUG_ON(get_order(PAGE_SIZE) != 0 || get_order(3 * PAGE_SIZE) != 2);
	free_pages(free, 1);
	__free_page(page);
	free_pages_exact(exact, PAGE_SIZE + 1);
}

void alloc_in_atomic(void)
{
	preempt_disable();
	kfree(kmalloc(8, GFP_KERNEL));
	preempt_enable();
}

static DEFINE_IDA(ida);
static DEFINE_IDR(idr);

static int take_id(void *arg)
{
	*(int *)arg = ida_simple_get(&ida, 0, 20, GFP_KERNEL);
	return 0;
}

void ids_lowest(void)
{
	int other = -1, own, id;
	struct task_struct *task = kthread_create_on_cpu(take_id, &other, 1, "taker");
	void *entry;

	get_task_struct(task);
	wake_up_process(task);
	own = ida_simple_get(&ida, 0, 0, GFP_KERNEL);
	kthread_stop(task);
	put_task_struct(task);
	BUG_ON(own == other || own > 1 || other > 1);
	ida_simple_remove(&ida, (unsigned int)own);
	BUG_ON(ida_alloc(&ida, GFP_KERNEL) != own);
	ida_free(&ida, (unsigned int)own);
	if (other >= 0)
		ida_free(&ida, (unsigned int)other);
	BUG_ON(idr_alloc(&idr, &own, 5, 7, GFP_KERNEL) != 5);
	BUG_ON(idr_alloc(&idr, &other, 5, 7, GFP_KERNEL) != 6);
	BUG_ON(idr_alloc(&idr, &other, 5, 7, GFP_KERNEL) != -ENOSPC);
	BUG_ON(idr_find(&idr, 6) != &other || idr_find(&idr, 99));
	idr_for_each_entry(&idr, entry, id) BUG_ON(entry != (id == 5 ? &own : &other));
	BUG_ON(idr_remove(&idr, 5) != &own || idr_is_empty(&idr));
	idr_remove(&idr, 6);
	BUG_ON(!idr_is_empty(&idr));
}

void ids_freed_twice(void)
{
	int id = ida_alloc(&ida, GFP_KERNEL);

	ida_free(&ida, (unsigned int)id);
	ida_free(&ida, (unsigned int)id);
}

static int probes, removes, releases;

static int match(struct device *dev, struct device_driver *drv)
{
	return strcmp(dev_name(dev), drv->name) == 0;
}

static int probe(struct device *dev)
{
	probes++;
	dev_set_drvdata(dev, &probes);
	return 0;
}

static int remove(struct device *dev)
{
	BUG_ON(dev_get_drvdata(dev) != &probes);
	removes++;
	return 0;
}

static void release(struct device *dev)
{
	releases++;
	kfree(dev);
}

static struct bus_type bus = { .name = "testbus", .match = match };
static struct device_driver driver = { .name = "thing0",
				       .bus = &bus,
				       .probe = probe,
				       .remove = remove };

static struct device *new_device(int number)
{
	struct device *dev = kzalloc(sizeof(*dev), GFP_KERNEL);

	device_initialize(dev);
	dev->bus = &bus;
	dev->release = release;
	BUG_ON(dev_set_name(dev, "thing%d", number));
	BUG_ON(device_add(dev));
	return dev;
}

void device_binds(void)
{
	struct device *first, *second, *third;

	BUG_ON(bus_register(&bus));
	first = new_device(0);
	second = new_device(1);
	BUG_ON(first->driver);
	BUG_ON(driver_register(&driver));
	BUG_ON(probes != 1 || first->driver != &driver || second->driver);
	device_unregister(first);
	BUG_ON(removes != 1 || releases != 1);
	third = new_device(0);
	BUG_ON(probes != 2);
	get_device(third);
	driver_unregister(&driver);
	BUG_ON(removes != 2 || third->driver);
	device_unregister(third);
	BUG_ON(releases != 1);
	put_device(third);
	device_unregister(second);
	BUG_ON(releases != 3);
	bus_unregister(&bus);
}

static int shown_value;
static DEFINE_MUTEX(attribute_mutex);

static ssize_t value_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	BUG_ON(READ_ONCE(shown_value) != 5);
	return sysfs_emit(buf, "%d\n", READ_ONCE(shown_value));
}

static ssize_t value_store(struct device *dev, struct device_attribute *attr, const char *buf,
			   size_t count)
{
	int err;

	mutex_lock(&attribute_mutex);
	err = kstrtoint(buf, 0, &shown_value);
	mutex_unlock(&attribute_mutex);
	return err ? err : (ssize_t)count;
}

static DEVICE_ATTR_RW(value);

void device_attribute(void)
{
	char *page = (char *)__get_free_page(GFP_KERNEL);
	struct device *dev;

	BUG_ON(bus_register(&bus));
	dev = new_device(0);
	BUG_ON(device_attr_show(dev, "value", page) != -ENOENT);
	BUG_ON(device_create_file(dev, &dev_attr_value));
	BUG_ON(device_create_file(dev, &dev_attr_value) != -EEXIST);
	BUG_ON(device_attr_store(dev, "value", "5\n", 2) != 2);
	BUG_ON(device_attr_store(dev, "value", "x", 1) != -EINVAL);
	BUG_ON(device_attr_show(dev, "value", page) != 2 || strcmp(page, "5\n"));
	device_unregister(dev);
	bus_unregister(&bus);
	free_page((unsigned long)page);
}

static int show_once(void *dev)
{
	char *page = (char *)__get_free_page(GFP_KERNEL);
	ssize_t ret = device_attr_show(dev, "value", page);

	BUG_ON(ret != 2 && ret != -ENOENT);
	free_page((unsigned long)page);
	return 0;
}

/* Once the file is gone nobody is inside its functions. */
void device_attribute_removed(void)
{
	struct task_struct *task;
	struct device *dev;

	BUG_ON(bus_register(&bus));
	dev = new_device(0);
	WRITE_ONCE(shown_value, 5);
	BUG_ON(device_create_file(dev, &dev_attr_value));
	task = kthread_create_on_cpu(show_once, dev, 1, "shower");
	get_task_struct(task);
	wake_up_process(task);
	device_remove_file(dev, &dev_attr_value);
	WRITE_ONCE(shown_value, 0);
	kthread_stop(task);
	put_task_struct(task);
	device_unregister(dev);
	bus_unregister(&bus);
}

/* The bug: the remover holds what the store function takes. */
void device_remove_under_lock(void)
{
	struct device *dev;

	BUG_ON(bus_register(&bus));
	dev = new_device(0);
	BUG_ON(device_create_file(dev, &dev_attr_value));
	device_attr_store(dev, "value", "1", 1);
	mutex_lock(&attribute_mutex);
	device_remove_file(dev, &dev_attr_value);
	mutex_unlock(&attribute_mutex);
}
