/** Files that are made once and kept: written beside and renamed, named after the hash of what they were made from. */
package growth.data.cache;
