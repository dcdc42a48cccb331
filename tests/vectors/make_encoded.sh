#!/bin/sh
# Writes the encoded vectors beside itself: 3 s of sweep and noise by each encoder that ffmpeg has,
# and what ffprobe counts in them.
set -eu
cd "$(dirname "$0")"
left="0.5*sin(2*PI*(200*t+400*t*t))+0.2*(random(0)-0.5)"
right="0.4*sin(2*PI*330*t)*exp(-t)+0.3*(random(1)-0.5)"

make() {
    ffmpeg -v error -y -f lavfi -i "aevalsrc=$left|$right:s=44100:d=3" -map_metadata -1 "$@"
}

make -c:a libmp3lame -b:a 128k cbr128-stereo.mp3
make -c:a libmp3lame -q:a 6 vbr6-stereo.mp3
make -c:a libmp3lame -abr 1 -b:a 96k -ar 48000 -ac 1 abr96-mono.mp3
make -c:a libmp3lame -b:a 24k -ar 22050 -ac 2 mpeg2-24.mp3
make -c:a libmp3lame -b:a 8k -ar 8000 -ac 1 mpeg25-8.mp3
make -c:a libmp3lame -b:a 64k -ac 1 -write_xing 0 -id3v2_version 3 -metadata title="No tag of its own" untagged.mp3
make -c:a libvorbis -q:a 3 vorbis.ogg
make -c:a libopus -b:a 64k opus.opus
make -c:a aac -b:a 96k -movflags +faststart aac.m4a
make -t 1 -c:a flac -sample_fmt s16 -frame_size 4096 flac16.flac

for file in *.mp3; do
    ffprobe -v error -count_packets -show_entries stream=nb_read_packets,sample_rate,channels -of csv=p=0 "$file" |
        sed "s/^/$file,/"
done > mp3-packets.csv
