/** Growth operator and schedules of "Automated Progressive Learning". */
package growth.ops.autoprog;
