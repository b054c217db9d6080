/** The magics and their subcommands: one class each, listed in one place. */
@NullMarked
package org.clipmeter.notebook.command;

import org.jspecify.annotations.NullMarked;
