/** Whether a server is as it should be. */
package io.hmsbridge.server.checkup;
