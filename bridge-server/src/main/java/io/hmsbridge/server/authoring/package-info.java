/** What authors of connectors are helped with: a project of their own, and a plugin jar made of one source file. */
package io.hmsbridge.server.authoring;
