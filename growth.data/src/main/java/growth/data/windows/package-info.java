/** Training windows in an order that a seed and a cursor decide. */
package growth.data.windows;
