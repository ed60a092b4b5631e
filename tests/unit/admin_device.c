/* Device cookies, the slots of sign-ins, and whom an address stands for. */
#include "admin/device.h"
#include "admin/sign_in_slot.h"
#include "base/address.h"

#include "t.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

static const char old_hash[] = "$argon2id$v=19$m=19456,t=2,p=1$one";
static const char new_hash[] = "$argon2id$v=19$m=19456,t=2,p=1$two";

static struct device_keys keys;

static void written(char out[DEVICE_COOKIE_BYTES], const char *username)
{
	device_write(&keys.keys[0], username, old_hash, NULL, out);
}

static void test_device(void **state)
{
	char cookie[DEVICE_COOKIE_BYTES];
	char again[DEVICE_COOKIE_BYTES];
	struct device device;
	struct device same;

	(void)state;
	written(cookie, "ann");
	assert_true(device_read(cookie, "ann", &keys, &device));
	assert_true(device_current(&device, old_hash));
	/* A new password makes a stranger of it. */
	assert_false(device_current(&device, new_hash));
	/* Renewed by the next key, it is the same device. */
	device_write(&keys.keys[1], "ann", new_hash, device.nonce, again);
	assert_true(device_read(again, "ann", &keys, &same));
	assert_string_equal(same.nonce, device.nonce);
	assert_true(device_current(&same, new_hash));
	written(again, "ann");
	assert_true(device_read(again, "ann", &keys, &same));
	assert_string_not_equal(same.nonce, device.nonce);
}

/* The database takes Ann and ann for one account. */
static void test_device_account(void **state)
{
	char cookie[DEVICE_COOKIE_BYTES];
	char name[DEVICE_COOKIE_NAME_BYTES];
	char other[DEVICE_COOKIE_NAME_BYTES];
	struct device device;

	(void)state;
	written(cookie, "ann");
	assert_true(device_read(cookie, "Ann", &keys, &device));
	assert_false(device_read(cookie, "bob", &keys, &device));
	assert_false(device_read(cookie, "", &keys, &device));
	assert_false(device_read(cookie, "an\n", &keys, &device));
	device_cookie_name("ann", false, name);
	assert_memory_equal(name, "bls_device_", 11);
	assert_int_equal(strlen(name), 19);
	device_cookie_name("ANN", false, other);
	assert_string_equal(name, other);
	device_cookie_name("bob", false, other);
	assert_string_not_equal(name, other);
	device_cookie_name("ann", true, other);
	assert_memory_equal(other, "__Secure-bls_device_", 20);
}

/* One character more, less, or another one. */
static void test_device_forged(void **state)
{
	char cookie[DEVICE_COOKIE_BYTES];
	char forged[DEVICE_COOKIE_BYTES + 1];
	struct device_keys others = { .count = 0 };
	struct device device;
	size_t i;

	(void)state;
	written(cookie, "ann");
	for (i = 0; cookie[i]; i++) {
		(void)snprintf(forged, sizeof forged, "%s", cookie);
		forged[i] = forged[i] == 'f' ? '0' : 'f';
		assert_false(device_read(forged, "ann", &keys, &device));
		(void)snprintf(forged, sizeof forged, "%.*s", (int)i, cookie);
		assert_false(device_read(forged, "ann", &keys, &device));
	}
	(void)snprintf(forged, sizeof forged, "%s0", cookie);
	assert_false(device_read(forged, "ann", &keys, &device));
	assert_false(device_read("", "ann", &keys, &device));
	assert_false(device_read("...", "ann", &keys, &device));
	assert_false(device_read("99999999999999999999999999.a.b.c", "ann",
				 &keys, &device));
	assert_false(device_read(cookie, "ann", &others, &device));
}

/* Children try for one slot; never do two have it. */
static void take_often(_Atomic int *inside, _Atomic int *most)
{
	int tries;

	for (tries = 0; tries < 20000; tries++) {
		int now;

		if (!sign_in_slot_take(SLOT_STRANGERS, 1000))
			continue;
		now = ++*inside;
		if (now > *most)
			*most = now;
		--*inside;
		sign_in_slot_leave(SLOT_STRANGERS, 1000);
	}
	_exit(0);
}

static void test_slot(void **state)
{
	_Atomic int *counts = mmap(NULL, 4096, PROT_READ | PROT_WRITE,
				   MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	int i;

	(void)state;
	assert_ptr_not_equal(counts, MAP_FAILED);
	for (i = 0; i < 4; i++)
		if (!fork())
			take_often(&counts[0], &counts[1]);
	for (i = 0; i < 4; i++)
		assert_true(wait(NULL) > 0);
	assert_int_equal(counts[1], 1);
	assert_int_equal(counts[0], 0);
	(void)munmap(counts, 4096);
}

static int slot_of_another(enum sign_in_slot slot, int64_t now_ms)
{
	int status = 0;
	pid_t pid = fork();

	if (!pid)
		_exit(sign_in_slot_take(slot, now_ms));
	assert_int_equal(waitpid(pid, &status, 0), pid);
	return WEXITSTATUS(status);
}

static void test_slots_apart(void **state)
{
	(void)state;
	assert_true(sign_in_slot_take(SLOT_STRANGERS, 1000));
	assert_false(slot_of_another(SLOT_STRANGERS, 1000));
	assert_true(slot_of_another(SLOT_DEVICES, 1000));
	sign_in_slot_leave(SLOT_STRANGERS, 1000);
	/* Both were left by those who ended with them. */
	assert_true(slot_of_another(SLOT_STRANGERS, 1000));
	assert_true(slot_of_another(SLOT_STRANGERS, 1000));
	assert_true(slot_of_another(SLOT_DEVICES, 1000));
}

static void test_slot_of_the_dead(void **state)
{
	char byte;
	int ready[2];
	pid_t pid;

	(void)state;
	assert_int_equal(pipe(ready), 0);
	pid = fork();
	if (!pid) {
		byte = sign_in_slot_take(SLOT_DEVICES, 1000) ? 'y' : 'n';
		if (write(ready[1], &byte, 1) == 1)
			(void)pause();
		_exit(1);
	}
	assert_int_equal(read(ready[0], &byte, 1), 1);
	assert_int_equal(byte, 'y');
	assert_false(sign_in_slot_take(SLOT_DEVICES, 1000));
	(void)kill(pid, SIGKILL);
	assert_int_equal(waitpid(pid, NULL, 0), pid);
	assert_true(sign_in_slot_take(SLOT_DEVICES, 1000));
	sign_in_slot_leave(SLOT_DEVICES, 1000);
	(void)close(ready[0]);
	(void)close(ready[1]);
}

/* After a check of 40 ms with others at the door it rests for 120 ms. */
static void test_slot_rests(void **state)
{
	(void)state;
	assert_true(sign_in_slot_take(SLOT_STRANGERS, 5000));
	assert_false(slot_of_another(SLOT_STRANGERS, 5010));
	sign_in_slot_leave(SLOT_STRANGERS, 5040);
	assert_false(sign_in_slot_take(SLOT_STRANGERS, 5040));
	assert_false(sign_in_slot_take(SLOT_STRANGERS, 5159));
	assert_true(sign_in_slot_take(SLOT_STRANGERS, 5160));
	/* Nobody else came, so there is nothing to rest from. */
	sign_in_slot_leave(SLOT_STRANGERS, 5200);
	assert_true(sign_in_slot_take(SLOT_STRANGERS, 5200));
	assert_false(slot_of_another(SLOT_STRANGERS, 5210));
	sign_in_slot_leave(SLOT_STRANGERS, 9000);
	assert_false(sign_in_slot_take(SLOT_STRANGERS, 9999));
	assert_true(sign_in_slot_take(SLOT_STRANGERS, 10000));
	sign_in_slot_leave(SLOT_STRANGERS, 10000);
	/* Known browsers never wait for it. */
	assert_true(sign_in_slot_take(SLOT_DEVICES, 20000));
	assert_false(slot_of_another(SLOT_DEVICES, 20010));
	sign_in_slot_leave(SLOT_DEVICES, 20040);
	assert_true(sign_in_slot_take(SLOT_DEVICES, 20040));
	sign_in_slot_leave(SLOT_DEVICES, 20040);
}

static void test_network(void **state)
{
	static const struct {
		const char *address;
		const char *network;
	} rows[] = {
		{ "192.0.2.1", "192.0.2.1" },
		{ "2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64" },
		{ "2001:db8:1:2::", "2001:db8:1:2::/64" },
		{ "2001:db8::1", "2001:db8::/64" },
		{ "2001:DB8::1:0:0:1", "2001:db8::/64" },
		{ "fe80::1", "fe80::/64" },
		{ "::1", "::/64" },
		{ "::ffff:192.0.2.1", "192.0.2.1" },
		{ "::ffff:c000:201", "192.0.2.1" },
		{ "", "" },
		{ "unix:", "unix:" },
		{ "1:2:3:4:5:6:7:8:9", "1:2:3:4:5:6:7:8:9" },
	};
	char network[ADDRESS_BYTES];
	char longest[200];
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(rows); i++)
		assert_string_equal(address_network(rows[i].address, network),
				    rows[i].network);
	memset(longest, 'x', sizeof longest - 1);
	longest[sizeof longest - 1] = '\0';
	assert_int_equal(strlen(address_network(longest, network)),
			 ADDRESS_BYTES - 1);
}

static int set_up(void **state)
{
	(void)state;
	crypto_init();
	sign_in_slots_init();
	keys.count = 2;
	keys.keys[0].id = 7;
	keys.keys[1].id = 12;
	crypto_random_hex(keys.keys[0].secret);
	crypto_random_hex(keys.keys[1].secret);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_device),
		cmocka_unit_test(test_device_account),
		cmocka_unit_test(test_device_forged),
		cmocka_unit_test(test_slot),
		cmocka_unit_test(test_slots_apart),
		cmocka_unit_test(test_slot_of_the_dead),
		cmocka_unit_test(test_slot_rests),
		cmocka_unit_test(test_network),
	};

	return cmocka_run_group_tests(tests, set_up, NULL);
}
