/** The subcommands of {@code %clip erasure}: metrics of concept erasure. */
@NullMarked
package org.clipmeter.notebook.command.erasure;

import org.jspecify.annotations.NullMarked;
