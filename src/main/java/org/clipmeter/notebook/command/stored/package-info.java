/** Commands that need finished runs alone: reading one back, and saying what to cite. */
@NullMarked
package org.clipmeter.notebook.command.stored;

import org.jspecify.annotations.NullMarked;
