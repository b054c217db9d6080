/** Results as Tablesaw tables. */
@NullMarked
package org.clipmeter.table;

import org.jspecify.annotations.NullMarked;
