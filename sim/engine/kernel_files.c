/* SPDX-License-Identifier: GPL-2.0-only */
#include <engine/kernel_files.h>

#include <stddef.h>
#include <string.h>

static const struct {
	const char *file;
	const char *functions; /* separated by blanks; one that ends in * stands for a family */
} files[] = {
	{ "block/bdev.c", "I_BDEV bd_abort_claiming bd_prepare_to_claim invalidate_bdev "
			  "sync_blockdev" },
	{ "block/bio.c", "bio_add_page bio_alloc_bioset bio_chain bio_endio bio_put bio_reset "
			 "bio_advance bio_alloc_clone bioset_init bioset_exit submit_bio_wait" },
	{ "block/blk-cgroup.c", "bio_blkcg_css blkcg_root_css" },
	{ "block/blk-core.c",
	  "blk_cleanup_queue blk_delay_queue blk_end_request* __blk_end_request* blk_fetch_request "
	  "blk_finish_plug blk_flush_plug_list blk_get_queue blk_get_request blk_init_queue "
	  "blk_make_request blk_peek_request blk_put_queue blk_queue_flag_clear blk_queue_flag_set "
	  "blk_requeue_request blk_run_queue __blk_run_queue blk_run_queue_async blk_start_plug "
	  "blk_start_queue blk_start_request blk_status_to_errno blk_stop_queue blk_sync_queue "
	  "errno_to_blk_status generic_make_request kblockd_schedule_work submit_bio "
	  "submit_bio_noacct" },
	{ "block/blk-flush.c", "blkdev_issue_flush blk_queue_flush" },
	{ "block/blk-lib.c", "blkdev_issue_discard blkdev_issue_zeroout" },
	{ "block/blk-map.c", "blk_rq_map_kern blk_rq_map_user blk_rq_unmap_user bio_map_kern" },
	{ "block/blk-merge.c", "__blk_rq_map_sg blk_rq_map_sg blk_bio_map_sg" },
	{ "block/blk-mq-cpumap.c", "blk_mq_map_queues" },
	{ "block/blk-mq-virtio.c", "blk_mq_virtio_map_queues" },
	{ "block/blk-mq.c", "blk_execute_rq* blk_mq_* __blk_mq_* blk_update_request "
			    "blk_rq_init blk_rq_unprep_clone blk_steal_bios" },
	{ "block/blk-settings.c", "blk_queue_* blk_limits_* blk_set_stacking_limits" },
	{ "block/blk-timeout.c", "blk_abort_request blk_rq_timed_out*" },
	{ "block/disk-events.c", "disk_force_media_change" },
	{ "block/elevator.c", "elevator_init elevator_exit elv_*" },
	{ "block/genhd.c", "__register_blkdev register_blkdev unregister_blkdev add_disk "
			   "alloc_disk del_gendisk device_add_disk put_disk set_capacity "
			   "set_capacity_and_notify set_disk_ro invalidate_disk bdget_disk" },
	{ "block/partitions/core.c", "bdev_disk_changed" },
	{ "drivers/base/bus.c", "bus_register bus_unregister bus_for_each_dev bus_find_device" },
	{ "drivers/base/core.c",
	  "_dev_* dev_set_name device_add device_create device_create_file device_del "
	  "device_destroy device_initialize device_register device_remove_file device_unregister "
	  "get_device put_device root_device_register root_device_unregister" },
	{ "drivers/base/driver.c", "driver_register driver_unregister" },
	{ "drivers/block/virtio_blk.c", "virtblk_*" },
	{ "drivers/char/misc.c", "misc_register misc_deregister" },
	{ "drivers/vhost/iotlb.c", "vhost_iotlb_*" },
	{ "drivers/vhost/vhost.c", "vhost_*" },
	{ "drivers/vhost/vringh.c", "vringh_*" },
	{ "drivers/virtio/virtio.c",
	  "register_virtio_device register_virtio_driver unregister_virtio_device "
	  "unregister_virtio_driver is_virtio_device virtio_add_status "
	  "virtio_check_driver_offered_feature virtio_config_changed virtio_device_freeze "
	  "virtio_device_restore virtio_reset_device virtio_config_disable virtio_config_enable" },
	{ "drivers/virtio/virtio_anchor.c", "virtio_check_mem_acc_cb" },
	{ "drivers/virtio/virtio_ring.c", "virtqueue_* vring_* virtio_break_device "
					  "__virtio_unbreak_device virtio_max_dma_size" },
	{ "fs/eventfd.c", "eventfd_*" },
	{ "fs/file.c", "fget fget_raw get_unused_fd_flags put_unused_fd fd_install" },
	{ "fs/file_table.c", "fput alloc_file_pseudo" },
	{ "fs/namei.c", "path_get path_put kern_path" },
	{ "fs/open.c", "file_path filp_open filp_close nonseekable_open vfs_fallocate" },
	{ "fs/read_write.c", "vfs_iter_read vfs_iter_write kernel_read kernel_write noop_llseek" },
	{ "fs/stat.c", "vfs_getattr" },
	{ "fs/statfs.c", "vfs_statfs" },
	{ "fs/sync.c", "vfs_fsync vfs_fsync_range" },
	{ "fs/sysfs/file.c", "sysfs_create_file_ns sysfs_emit sysfs_emit_at sysfs_notify "
			     "sysfs_remove_file_ns" },
	{ "fs/sysfs/group.c", "sysfs_create_group sysfs_create_groups sysfs_remove_group "
			      "sysfs_remove_groups" },
	{ "kernel/capability.c", "capable ns_capable" },
	{ "kernel/cgroup/cgroup-v1.c", "cgroup_attach_task_all" },
	{ "kernel/dma/mapping.c", "dma_*" },
	{ "kernel/fork.c", "get_task_mm mmput __mmdrop" },
	{ "kernel/irq/manage.c", "request_threaded_irq request_irq free_irq disable_irq "
				 "disable_irq_nosync enable_irq synchronize_irq" },
	{ "kernel/kcov.c", "kcov_*" },
	{ "kernel/kthread.c", "kthread_* __kthread_*" },
	{ "kernel/locking/mutex.c", "__mutex_init mutex_*" },
	{ "kernel/locking/mutex-debug.c", "mutex_destroy" },
	{ "kernel/locking/percpu-rwsem.c", "percpu_* __percpu_*" },
	{ "kernel/locking/rwsem.c", "__init_rwsem down_read* down_write* up_read up_write "
				    "downgrade_write" },
	{ "kernel/locking/semaphore.c", "down down_interruptible down_trylock down_timeout up" },
	{ "kernel/locking/spinlock.c", "_raw_spin_* _raw_read_* _raw_write_* spin_* read_lock "
				       "read_unlock write_lock write_unlock" },
	{ "kernel/module/main.c", "__module_get try_module_get module_put" },
	{ "kernel/notifier.c", "atomic_notifier_* blocking_notifier_* raw_notifier_*" },
	{ "kernel/panic.c", "panic __warn_printk add_taint" },
	{ "kernel/params.c", "param_get_* param_set_* param_ops_*" },
	{ "kernel/printk/printk.c", "_printk printk vprintk __printk_ratelimit" },
	{ "kernel/rcu/srcutree.c", "synchronize_srcu init_srcu_struct cleanup_srcu_struct "
				   "__srcu_read_lock __srcu_read_unlock call_srcu" },
	{ "kernel/rcu/tree.c", "call_rcu kfree_rcu kvfree_call_rcu rcu_barrier synchronize_rcu "
			       "synchronize_rcu_expedited" },
	{ "kernel/sched/completion.c", "complete complete_all completion_done "
				       "try_wait_for_completion wait_for_completion*" },
	{ "kernel/sched/core.c", "__cond_resched io_schedule io_schedule_timeout schedule "
				 "set_cpus_allowed_ptr wake_up_process yield _cond_resched "
				 "__might_sleep __might_resched" },
	{ "kernel/sched/swait.c", "__init_swait_queue_head swake_up_* prepare_to_swait*" },
	{ "kernel/sched/wait.c", "__init_waitqueue_head __wake_up* add_wait_queue* "
				 "autoremove_wake_function finish_wait prepare_to_wait* "
				 "remove_wait_queue wait_woken woken_wake_function" },
	{ "kernel/softirq.c", "__tasklet_schedule tasklet_* raise_softirq __local_bh_enable_ip" },
	{ "kernel/time/hrtimer.c", "hrtimer_* schedule_hrtimeout usleep_range_state" },
	{ "kernel/time/jiffies.c", "jiffies" },
	{ "kernel/time/time.c", "jiffies_to_msecs msecs_to_jiffies __msecs_to_jiffies "
				"usecs_to_jiffies nsecs_to_jiffies" },
	{ "kernel/time/timekeeping.c", "ktime_get*" },
	{ "kernel/time/timer.c", "add_timer del_timer del_timer_sync init_timer_key mod_timer "
				 "msleep schedule_timeout* timer_delete* timer_reduce "
				 "timer_shutdown*" },
	{ "kernel/workqueue.c",
	  "alloc_workqueue __alloc_workqueue_key cancel_delayed_work* cancel_work* "
	  "delayed_work_timer_fn destroy_workqueue drain_workqueue flush_delayed_work flush_work "
	  "flush_workqueue __flush_workqueue mod_delayed_work_on queue_delayed_work_on "
	  "queue_work_on schedule_work system_wq system_long_wq system_unbound_wq "
	  "system_highpri_wq system_freezable_wq" },
	{ "lib/idr.c", "ida_* idr_* __ida_*" },
	{ "lib/radix-tree.c", "idr_destroy radix_tree_*" },
	{ "lib/iov_iter.c", "iov_iter_* _copy_from_iter* _copy_to_iter* import_iovec "
			    "import_single_range" },
	{ "lib/kasprintf.c", "kasprintf kvasprintf" },
	{ "lib/kobject.c", "kobject_* kset_*" },
	{ "lib/kobject_uevent.c", "add_uevent_var kobject_uevent kobject_uevent_env" },
	{ "lib/kstrtox.c", "kstrto* _kstrto*" },
	{ "lib/list_sort.c", "list_sort" },
	{ "lib/llist.c", "llist_*" },
	{ "lib/ratelimit.c", "___ratelimit" },
	{ "lib/rbtree.c", "rb_* __rb_*" },
	{ "lib/refcount.c", "refcount_*" },
	{ "lib/scatterlist.c", "sg_* __sg_*" },
	{ "lib/sg_pool.c", "sg_alloc_table_chained sg_free_table_chained" },
	{ "lib/sort.c", "sort sort_r" },
	{ "lib/string.c", "strlen strnlen strcmp strncmp strcpy strncpy strlcpy strlcat strcat "
			  "strchr strrchr strstr strscpy memchr memchr_inv memscan" },
	{ "lib/string_helpers.c", "string_get_size strim __sysfs_match_string kstrdup_quotable" },
	{ "lib/usercopy.c", "_copy_from_user _copy_to_user" },
	{ "lib/vsprintf.c", "snprintf sprintf scnprintf vsnprintf vscnprintf vsprintf sscanf "
			    "simple_strto*" },
	{ "mm/gup.c", "pin_user_pages* unpin_user_page* get_user_pages*" },
	{ "mm/mempool.c", "mempool_*" },
	{ "mm/page_alloc.c", "__alloc_pages __free_pages __get_free_pages alloc_pages* free_pages "
			     "free_pages_exact get_zeroed_page" },
	{ "mm/slab_common.c", "kmalloc_caches kmem_cache_create kmem_cache_destroy krealloc "
			      "ksize kfree_sensitive kmalloc_large kmalloc_trace" },
	{ "mm/slub.c", "__kmalloc* kfree kmem_cache_alloc* kmem_cache_free*" },
	{ "mm/util.c", "kstrdup kstrndup kmemdup kvfree kvmalloc_node" },
	{ "mm/vmalloc.c", "vmalloc vzalloc vfree is_vmalloc_addr" },
};

/* 2: the very name, 1: a family it belongs to, 0: neither. */
static int listed(const char *functions, const char *name)
{
	size_t length = strlen(name);
	int best = 0;

	while (*functions && best < 2) {
		size_t word = strcspn(functions, " ");

		if (word == length && strncmp(functions, name, word) == 0)
			best = 2;
		else if (functions[word - 1] == '*' && strncmp(functions, name, word - 1) == 0)
			best = 1;
		functions += word;
		functions += strspn(functions, " ");
	}
	return best;
}

const char *kernel_file_of(const char *function)
{
	const char *family = NULL;

	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
		int match = listed(files[i].functions, function);

		if (match == 2)
			return files[i].file;
		if (match == 1 && !family)
			family = files[i].file;
	}
	return family;
}
