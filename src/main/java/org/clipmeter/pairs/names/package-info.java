/** What file names say of their prompts: ids in names, numbers that count samples. */
@NullMarked
package org.clipmeter.pairs.names;

import org.jspecify.annotations.NullMarked;
