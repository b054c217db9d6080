/** The magic that draws pictures of the shapes world. */
@NullMarked
package org.clipmeter.notebook.command.shapes;

import org.jspecify.annotations.NullMarked;
