/** Sends windows of the ledger again. */
package io.hmsbridge.core.replay;
