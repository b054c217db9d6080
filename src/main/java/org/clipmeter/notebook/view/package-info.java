/** Shows results, tables, charts, pictures and progress in a cell. */
@NullMarked
package org.clipmeter.notebook.view;

import org.jspecify.annotations.NullMarked;
