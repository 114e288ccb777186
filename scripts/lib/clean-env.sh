# `npm start` exports its own options to what it starts; an inner npm would take them for ours
# (another prefix, a dry run). What says how the registry is reached stays: integrity is in the
# lockfiles, whoever serves the bytes. NODE_OPTIONS would load code into every inner Node.
for name in $(env | sed -n 's/^\([Nn][Pp][Mm]_[A-Za-z0-9_]*\)=.*/\1/p'); do
  case $name in
    *_[Rr][Ee][Gg][Ii][Ss][Tt][Rr][Yy] | *_[Uu][Ss][Ee][Rr][Cc][Oo][Nn][Ff][Ii][Gg] | \
      *_[Gg][Ll][Oo][Bb][Aa][Ll][Cc][Oo][Nn][Ff][Ii][Gg] | *_[Pp][Rr][Oo][Xx][Yy] | \
      *_[Nn][Oo][Pp][Rr][Oo][Xx][Yy] | *_[Cc][Aa] | *_[Cc][Aa][Ff][Ii][Ll][Ee] | \
      *_[Ss][Tt][Rr][Ii][Cc][Tt]_[Ss][Ss][Ll]) ;;
    *) unset "$name" ;;
  esac
done
unset NODE_OPTIONS NODE_COMPILE_CACHE NODE_V8_COVERAGE NODE_TEST_CONTEXT
