#!/bin/sh
# build.sh HOME LOCAL_REPOSITORY MVN JAVACPP_CACHE VERSION
# Writes a project of each kind with the distribution at HOME, and builds these and the examples as their authors do: not as modules of
# this build, without the network, against the repository that the distribution carries. The jars come into target/plugin-jars.
set -eu
home=$1 local=$2 maven=$3 cache=$4 version=$5

rm -rf target/plugins target/plugin-jars target/m2
mkdir -p target/plugins target/plugin-jars target/m2
# a local repository with all that this build has needed, and with growth's artefacts to itself
for group in "$local"/*; do
    [ "${group##*/}" = growth ] || ln -s "$group" target/m2/
done

"$home/bin/growth" --safe shell -c "new-plugin it-operator --dir target/plugins/operator \
    && new-plugin it-schedule --schedule --dir target/plugins/schedule && new-plugin it-suite --suite --dir target/plugins/suite" \
    > target/plugins/new.log
"$maven" -o -q -B -ntp -T 2 -f src/test/plugins/pom.xml verify -Dmaven.repo.local="$PWD/target/m2" -Daether.offline.protocols=file \
    -Dorg.bytedeco.javacpp.cachedir="$cache" -Dgrowth.version="$version"
cp target/plugins/operator/target/it-operator-0.1.0.jar target/plugin-jars/operator.jar
cp target/plugins/schedule/target/it-schedule-0.1.0.jar target/plugin-jars/schedule.jar
cp target/plugins/suite/target/it-suite-0.1.0.jar target/plugin-jars/suite.jar
cp ../examples/growth.example.noisy/target/growth.example.noisy-1.0.0-SNAPSHOT.jar target/plugin-jars/noisy.jar
cp ../examples/growth.example.dl4j/target/growth.example.dl4j-1.0.0-SNAPSHOT.jar target/plugin-jars/iterators.jar
