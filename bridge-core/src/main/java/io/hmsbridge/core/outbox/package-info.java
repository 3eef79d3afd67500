/** The packets that have not ended: lanes that send them in order, the durable retry schedule, the recorder. */
package io.hmsbridge.core.outbox;
