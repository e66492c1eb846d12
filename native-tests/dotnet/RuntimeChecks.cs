using System;
using System.Runtime.InteropServices;
using System.Threading;

/// <summary>The host's runtime goes on as if no other were in its process.</summary>
internal static class RuntimeChecks
{
    /// <param name="args">A chain.</param>
    public static void FaultsOfTheHostAreItsExceptions(string[] args)
    {
        int faults = 0, zero = args.Length - 1;
        using (ChainHandle chain = Checks.Chain(args[0]))
        using (new ServerStaple(chain, delegate { faults += Faults(zero); }))
        {
            Checks.Equal(2, faults, "exceptions on the library's thread");
            Checks.Equal(2, Faults(zero), "exceptions on the main thread");
            int elsewhere = 0;
            Thread thread = new Thread(delegate() { elsewhere = Faults(zero); });
            thread.Start();
            thread.Join();
            Checks.Equal(2, elsewhere, "exceptions on a thread of the host");
        }
    }

    // Both come as signals, for which the library has handlers too.
    private static int Faults(int zero)
    {
        int faults = 0;
        try
        {
            string nothing = zero == 0 ? null : "";
            faults += nothing.Length;
        }
        catch (NullReferenceException)
        {
            faults++;
        }

        try
        {
            faults += 1 / zero;
        }
        catch (DivideByZeroException)
        {
            faults++;
        }

        return faults;
    }

    /// <param name="args">A chain.</param>
    public static void FinalizersReleaseWhatWasForgotten(string[] args)
    {
        WeakReference[] forgotten = Forget(args[0]);
        Checks.WaitFor(delegate
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            return Array.TrueForAll(forgotten, delegate(WeakReference one) { return !one.IsAlive; });
        }, "everything is finalized");
    }

    // Not inlined, so that no reference stays behind in the caller's frame.
    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private static WeakReference[] Forget(string path)
    {
        WeakReference[] forgotten = new WeakReference[40];
        Thread thread = new Thread(delegate()
        {
            for (int i = 0; i < forgotten.Length; i += 2)
            {
                ChainHandle chain = Checks.Chain(path);
                CERT_SERVER_OCSP_RESPONSE_OPEN_PARA para = new CERT_SERVER_OCSP_RESPONSE_OPEN_PARA();
                para.cbSize = Marshal.SizeOf(typeof(CERT_SERVER_OCSP_RESPONSE_OPEN_PARA));
                ServerOcspResponseHandle handle = Crypt32.CertOpenServerOcspResponse(chain, 0, ref para);
                Checks.That(!handle.IsInvalid, "CertOpenServerOcspResponse");
                forgotten[i] = new WeakReference(chain);
                forgotten[i + 1] = new WeakReference(handle);
            }
        });
        thread.Start();
        thread.Join();
        return forgotten;
    }

    /// <param name="args">A chain.</param>
    public static void TheProcessEndsWithAnOpenHandle(string[] args)
    {
        ServerStaple staple = new ServerStaple(Checks.Chain(args[0]), delegate { });
        GC.KeepAlive(staple);
        Environment.Exit(7);
    }
}
