using System.Runtime.InteropServices;

namespace PrivateLinkPg.Testing;

/// <summary>PostgreSQL's client library, as its documentation tells to call it (chapter "libpq — C Library").</summary>
internal sealed class Libpq(string library) : PostgresClient
{
    private const int ConnectionOk = 0, CommandOk = 1, TuplesOk = 2;

    private readonly Functions functions = new(NativeLibrary.Load(library));

    /// <summary>The one that came with the programs in this folder; null when there is none.</summary>
    public static string? Find(string folder)
    {
        var name = OperatingSystem.IsWindows() ? "libpq.dll" : OperatingSystem.IsMacOS() ? "libpq.5.dylib" : "libpq.so.5";
        return new[] { folder, Path.Combine(folder, "..", "lib") }
            .Select(place => Path.GetFullPath(Path.Combine(place, name))).FirstOrDefault(File.Exists);
    }

    public override Task<PostgresAnswer> AskAsync(string connection, string password, string query) => Task.Run(() =>
    {
        using var session = new Session(functions, connection, password);
        return session.Ask(query);
    });

    public override IPostgresSession Open(string connection, string password) => new Session(functions, connection, password);

    private sealed class Session(Functions libpq, string connection, string password) : IPostgresSession, IDisposable
    {
        private readonly IntPtr handle = libpq.Connect($"{connection} password='{Escape(password)}'");

        public PostgresAnswer Ask(string query)
        {
            if (libpq.Status(handle) != ConnectionOk) return new("", Text(libpq.ErrorMessage(handle)));
            var result = libpq.Execute(handle, query);
            try
            {
                if (libpq.ResultStatus(result) is not (CommandOk or TuplesOk)) return new("", Text(libpq.ResultErrorMessage(result)));
                var rows = Enumerable.Range(0, libpq.Rows(result)).Select(row => string.Join('|',
                    Enumerable.Range(0, libpq.Columns(result)).Select(column => Text(libpq.Value(result, row, column)))));
                return new(string.Concat(rows.Select(row => row + "\n")), "");
            }
            finally
            {
                libpq.Clear(result);
            }
        }

        public Task<string?> AskAsync(string query) =>
            Task.Run(() => Ask(query) is { Succeeded: true } answer ? answer.Rows.TrimEnd('\n') : null);

        public void Dispose() => libpq.Finish(handle);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }

        private static string Escape(string value) =>
            value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal);

        private static string Text(IntPtr text) => Marshal.PtrToStringUTF8(text) ?? "";
    }

    private sealed class Functions(IntPtr library)
    {
        public readonly TextToHandle Connect = Get<TextToHandle>(library, "PQconnectdb");
        public readonly HandleToNumber Status = Get<HandleToNumber>(library, "PQstatus");
        public readonly HandleToHandle ErrorMessage = Get<HandleToHandle>(library, "PQerrorMessage");
        public readonly HandleAndTextToHandle Execute = Get<HandleAndTextToHandle>(library, "PQexec");
        public readonly HandleToNumber ResultStatus = Get<HandleToNumber>(library, "PQresultStatus");
        public readonly HandleToHandle ResultErrorMessage = Get<HandleToHandle>(library, "PQresultErrorMessage");
        public readonly HandleToNumber Rows = Get<HandleToNumber>(library, "PQntuples");
        public readonly HandleToNumber Columns = Get<HandleToNumber>(library, "PQnfields");
        public readonly CellToHandle Value = Get<CellToHandle>(library, "PQgetvalue");
        public readonly HandleToNothing Clear = Get<HandleToNothing>(library, "PQclear");
        public readonly HandleToNothing Finish = Get<HandleToNothing>(library, "PQfinish");

        private static T Get<T>(IntPtr library, string name) => Marshal.GetDelegateForFunctionPointer<T>(NativeLibrary.GetExport(library, name));
    }

    private delegate IntPtr TextToHandle([MarshalAs(UnmanagedType.LPUTF8Str)] string text);

    private delegate IntPtr HandleAndTextToHandle(IntPtr handle, [MarshalAs(UnmanagedType.LPUTF8Str)] string text);

    private delegate IntPtr HandleToHandle(IntPtr handle);

    private delegate int HandleToNumber(IntPtr handle);

    private delegate IntPtr CellToHandle(IntPtr result, int row, int column);

    private delegate void HandleToNothing(IntPtr handle);
}
