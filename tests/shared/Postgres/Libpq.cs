using System.Collections.Concurrent;
using System.Runtime.InteropServices;

namespace PrivateLinkPg.Testing;

/// <summary>
/// PostgreSQL's client library, as its documentation tells to call it (chapter "libpq — C Library"). It brings an OpenSSL of its own: as
/// long as that is of another major version than .NET's, neither takes the other's.
/// </summary>
internal sealed class Libpq(string library) : PostgresClient
{
    private const int ConnectionOk = 0, CommandOk = 1, TuplesOk = 2;

    private static readonly ConcurrentDictionary<string, Functions> Loaded = new();

    private readonly Functions functions = Loaded.GetOrAdd(library, path => new Functions(NativeLibrary.Load(path)));

    /// <summary>The one that came with the programs in this folder; null when there is none.</summary>
    public static string? Find(string folder)
    {
        var name = OperatingSystem.IsWindows() ? "libpq.dll" : OperatingSystem.IsMacOS() ? "libpq.5.dylib" : "libpq.so.5";
        return new[] { folder, Path.Combine(folder, "..", "lib") }
            .Select(place => Path.GetFullPath(Path.Combine(place, name))).FirstOrDefault(File.Exists);
    }

    protected override Task<PostgresAnswer> RunAsync(string connection, string password, string query) => OnThreadOfItsOwn(() =>
    {
        using var session = new Session(functions, connection, password);
        return session.Ask(query);
    });

    public override IPostgresSession Open(string connection, string password) => new Session(functions, connection, password);

    // It blocks, and what answers it may be in this process too: the pool's threads are for that.
    private static Task<T> OnThreadOfItsOwn<T>(Func<T> work) =>
        Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private sealed class Session(Functions libpq, string connection, string password) : IPostgresSession, IDisposable
    {
        private IntPtr handle;

        public PostgresAnswer Ask(string query)
        {
            if (handle == IntPtr.Zero) handle = libpq.Connect($"{WithLimit(connection)} password='{Escape(password)}'");
            if (libpq.Status(handle) != ConnectionOk) return PostgresAnswer.Failure(connected: false, Text(libpq.ErrorMessage(handle)));
            var result = libpq.Execute(handle, query);
            try
            {
                // What could not even be sent has no result, and the connection says why.
                if (libpq.ResultStatus(result) is not (CommandOk or TuplesOk))
                    return PostgresAnswer.Failure(connected: true, Text(result == IntPtr.Zero ? libpq.ErrorMessage(handle) : libpq.ResultErrorMessage(result)));
                var rows = Enumerable.Range(0, libpq.Rows(result)).Select(row => string.Join('|',
                    Enumerable.Range(0, libpq.Columns(result)).Select(column => Text(libpq.Value(result, row, column)))));
                return PostgresAnswer.Success(string.Concat(rows.Select(row => row + "\n")));
            }
            finally
            {
                libpq.Clear(result);
            }
        }

        public Task<string?> AskAsync(string query) =>
            OnThreadOfItsOwn(() => Ask(query) is { Errors: "" } answer ? answer.Rows.TrimEnd('\n') : null).WaitAsync(Limit);

        public void Dispose()
        {
            if (Interlocked.Exchange(ref handle, IntPtr.Zero) is var open && open != IntPtr.Zero) libpq.Finish(open);
        }

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

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate IntPtr TextToHandle([MarshalAs(UnmanagedType.LPUTF8Str)] string text);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate IntPtr HandleAndTextToHandle(IntPtr handle, [MarshalAs(UnmanagedType.LPUTF8Str)] string text);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate IntPtr HandleToHandle(IntPtr handle);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate int HandleToNumber(IntPtr handle);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate IntPtr CellToHandle(IntPtr result, int row, int column);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate void HandleToNothing(IntPtr handle);
}
