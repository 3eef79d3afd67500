/** The stable codes of what a person may meet, each with what it means and what to do about it. */
package io.hmsbridge.core.problem;
