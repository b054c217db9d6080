/** The list that clipmeter writes beside the pictures that it makes. */
@NullMarked
package org.clipmeter.pairs.list;

import org.jspecify.annotations.NullMarked;
