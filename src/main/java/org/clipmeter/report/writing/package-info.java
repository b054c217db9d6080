/** Writes reports as the reference writes them. */
@NullMarked
package org.clipmeter.report.writing;

import org.jspecify.annotations.NullMarked;
