/** The command that shows and limits the stored embeddings. */
@NullMarked
package org.clipmeter.notebook.command.cache;

import org.jspecify.annotations.NullMarked;
