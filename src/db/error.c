#include "db/internal.h"

#include <errmsg.h>
#include <mysqld_error.h>
#include <string.h>

enum err db_classify(unsigned number, const char *message)
{
	switch (number) {
	case CR_SOCKET_CREATE_ERROR: /* out of descriptors, for now */
	case CR_IPSOCK_ERROR:
	case CR_CONNECTION_ERROR:
	case CR_CONN_HOST_ERROR:
	case CR_UNKNOWN_HOST:
	case CR_SERVER_GONE_ERROR:
	case CR_SERVER_HANDSHAKE_ERR:
	case CR_SERVER_LOST:
	case CR_SSL_CONNECTION_ERROR:
	case CR_SERVER_LOST_EXTENDED:
	case CR_MALFORMED_PACKET: /* the stream is out of step */
	case CR_ERR_NET_READ:
	case CR_ERR_NET_WRITE:
	case ER_SERVER_SHUTDOWN:
	case ER_NORMAL_SHUTDOWN:
	case ER_SHUTDOWN_COMPLETE:
	case ER_FORCING_CLOSE:
	case ER_ABORTING_CONNECTION:
	case ER_NET_READ_ERROR_FROM_PIPE:
	case ER_NET_FCNTL_ERROR:
	case ER_NET_PACKETS_OUT_OF_ORDER:
	case ER_NET_UNCOMPRESS_ERROR:
	case ER_NET_READ_ERROR:
	case ER_NET_READ_INTERRUPTED:
	case ER_NET_ERROR_ON_WRITE:
	case ER_NET_WRITE_INTERRUPTED:
	case ER_NEW_ABORTING_CONNECTION:
	case ER_CONNECTION_KILLED:
	case CR_COMMANDS_OUT_OF_SYNC:
	/* a server that may not be written to: another one may */
	case ER_CANT_EXECUTE_IN_READ_ONLY_TRANSACTION:
	case ER_READ_ONLY_MODE:
	case ER_SLAVE_IGNORED_TABLE:
	case ER_UNKNOWN_COM_ERROR: /* Galera: not prepared for use */
		return ERR_NET;
	case ER_LOCK_DEADLOCK:
	case ER_LOCK_WAIT_TIMEOUT:
	case ER_CHECKREAD:
	case ER_ERROR_DURING_COMMIT:
	case ER_XA_RBDEADLOCK:
	case ER_XA_RBTIMEOUT:
		return ERR_DEADLOCK;
	case ER_CON_COUNT_ERROR:
	case ER_TOO_MANY_USER_CONNECTIONS:
	case ER_USER_LIMIT_REACHED:
	case ER_HOST_IS_BLOCKED:
	case ER_OUTOFMEMORY:
	case ER_OUT_OF_SORTMEMORY:
	case ER_OUT_OF_RESOURCES:
	case ER_MAX_PREPARED_STMT_COUNT_REACHED:
		return ERR_BUSY;
	case ER_STATEMENT_TIMEOUT:
	case ER_QUERY_INTERRUPTED:
		return ERR_TIMEOUT;
	case ER_DISK_FULL:
	case ER_GET_ERRNO:
	case ER_RECORD_FILE_FULL:
		return ERR_IO;
	case ER_OPTION_PREVENTS_STATEMENT:
		return strstr(message, "read-only") ||
				       strstr(message, "read_only")
			       ? ERR_NET
			       : ERR_DB;
	default:
		return ERR_DB;
	}
}
