/** The command that shows where images match their prompts. */
@NullMarked
package org.clipmeter.notebook.command.explain;

import org.jspecify.annotations.NullMarked;
