/** Reads columns of Parquet files. */
@NullMarked
package org.clipmeter.files.parquet;

import org.jspecify.annotations.NullMarked;
