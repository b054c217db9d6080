/** The embedding cache: one SQLite file that all cells, kernels and processes of a user share. */
@NullMarked
package org.clipmeter.embed.cache;

import org.jspecify.annotations.NullMarked;
