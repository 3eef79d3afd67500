/** {@code bridge demo}: one policy change reaches payroll, told by the machine while it does it. */
package io.hmsbridge.server.demo;
