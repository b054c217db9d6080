/** How results, tables, charts, pictures and progress look in a cell. */
@NullMarked
package org.clipmeter.notebook.view;

import org.jspecify.annotations.NullMarked;
