/** The commands that use several models at a time. */
@NullMarked
package org.clipmeter.notebook.command.agreement;

import org.jspecify.annotations.NullMarked;
