/** Who may do what: roles, what tokens reach, and the tokens themselves. */
package io.hmsbridge.server.access;
