/** The HTTP API: requests in, calls of the bridge, JSON or problem documents out. */
package io.hmsbridge.server.http;
