# Runs one PostgreSQL server and outlives the sandbox by as long as it takes to stop it and to remove its folder.
# Orders come on standard input, a word a line. Its end means that the sandbox is gone, however it went.
# $1 is the folder of PostgreSQL's programs, $2 the server's folder.
programs=$1
folder=$2
# The caller's PATH may lead through folders that the server's user may not enter.
PATH=/usr/local/bin:/usr/bin:/bin

# Ctrl+C in a terminal reaches every process of the sandbox; this one waits for its order.
trap '' HUP INT TERM
trap 'rm -rf "$folder"' EXIT
exec >/dev/null

"$programs/initdb" -D "$folder/data" -U azuresu -A reject -E UTF8 --locale=C --wal-segsize=1 --no-sync </dev/null || exit
"$programs/postgres" --single -D "$folder/data" -c config_file="$folder/postgresql.conf" postgres <"$folder/roles.sql" || exit
rm "$folder/roles.sql"

"$programs/postgres" -D "$folder/data" -c config_file="$folder/postgresql.conf" </dev/null &
server=$!
# From here on the log ends with the server.
exec 2>/dev/null

while read -r order; do
    case $order in
        reload) kill -HUP "$server" ;;
        stop) break ;;
    esac
done

# A server that is just starting does not hear the first signal, and one that hangs gets a stronger one.
attempts=0
while kill -INT "$server"; do
    attempts=$((attempts + 1))
    [ "$attempts" -lt 100 ] || kill -QUIT "$server"
    sleep 0.05
done
