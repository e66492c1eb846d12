using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;

/// <summary>
/// checks CASE CHAIN...: what programs for .NET Framework do with crypt32.dll, on whichever runtime this is. The declarations
/// are those of examples/dotnet. Ends with 0, or with 1 and a line that says what was not so.
/// </summary>
internal static class Checks
{
    public static readonly bool OnWindows = Environment.OSVersion.Platform == PlatformID.Win32NT;
    public static readonly bool OnMono = Type.GetType("Mono.Runtime") != null;

    private static readonly Dictionary<string, Action<string[]>> s_cases = new Dictionary<string, Action<string[]>>
    {
        { "errors", ErrorChecks.TheLastErrorIsTheDocumentedOne },
        { "marshal", ErrorChecks.WhatTheRuntimeKeeps },
        { "survives", ErrorChecks.NothingOfTheRuntimeDisturbsIt },
        { "structures", LayoutChecks.StructuresAreWhereLegacyCodeReadsThem },
        { "names", LayoutChecks.EveryNameIsTheSameLibrary },
        { "callback", CallbackChecks.ADelegateIsCalled },
        { "storm", CallbackChecks.ManyThreadsAndCollections },
        { "faults", RuntimeChecks.FaultsOfTheHostAreItsExceptions },
        { "finalizers", RuntimeChecks.FinalizersReleaseWhatWasForgotten },
        { "exit", RuntimeChecks.TheProcessEndsWithAnOpenHandle },
    };

    private static int Main(string[] args)
    {
        Action<string[]> run;
        if (args.Length == 0 || !s_cases.TryGetValue(args[0], out run))
        {
            Console.Error.WriteLine("usage: checks {0} CHAIN...", string.Join("|", s_cases.Keys));
            return 2;
        }

        try
        {
            string[] rest = new string[args.Length - 1];
            Array.Copy(args, 1, rest, 0, rest.Length);
            run(rest);
            return 0;
        }
        catch (Exception e)
        {
            Console.Error.WriteLine(e);
            Console.WriteLine("{0}: {1}", args[0], e.Message);
            return 1;
        }
    }

    public static void That(bool condition, string what)
    {
        if (!condition)
            throw new InvalidOperationException("not so: " + what);
    }

    public static void Equal<T>(T expected, T actual, string what)
    {
        if (!EqualityComparer<T>.Default.Equals(expected, actual))
            throw new InvalidOperationException(string.Format("{0} is {1:x}, not {2:x}", what, actual, expected));
    }

    /// <summary>The call has failed just now, with this error: for the library, and on Windows for the runtime too.</summary>
    public static void Fails(bool failed, uint error, string what)
    {
        // First of all, before anything else could be called.
        int kept = Marshal.GetLastWin32Error();
        int last = Crypt32.LastError();
        That(failed, what + " fails");
        Equal(error, (uint)last, "the last error of " + what);
        if (OnWindows)
            Equal(error, (uint)kept, "Marshal.GetLastWin32Error() after " + what);
    }

    public static ChainHandle Chain(string path)
    {
        using (StoreHandle store = Certificates.OpenFile(path))
        using (CertificateHandle leaf = Certificates.First(store))
            return Certificates.BuildChain(leaf, store);
    }

    /// <summary>Asks again until it is so; only a failure takes that long.</summary>
    public static void WaitFor(Func<bool> condition, string what)
    {
        DateTime deadline = DateTime.UtcNow.AddSeconds(20);
        while (!condition())
        {
            That(DateTime.UtcNow < deadline, what + " within 20 seconds");
            System.Threading.Thread.Sleep(5);
        }
    }
}
