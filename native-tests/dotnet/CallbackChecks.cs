using System;
using System.IO;
using System.Runtime.InteropServices;
using System.Threading;

/// <summary>The library's threads in the host's code, and the host's threads in the library.</summary>
internal static class CallbackChecks
{
    /// <param name="args">A chain, and a directory that can be written.</param>
    public static void ADelegateIsCalled(string[] args)
    {
        string directory = Path.Combine(args[1], "r\u00e9ponses \u4e2d");
        Directory.CreateDirectory(directory);
        IntPtr used = Marshal.AllocHGlobal(4);
        Marshal.WriteInt32(used, 0);
        int calls = 0, length = 0;
        IntPtr seenChain = IntPtr.Zero, seenArgument = IntPtr.Zero;
        uint writeError = uint.MaxValue;

        CERT_SERVER_OCSP_RESPONSE_OPEN_PARA para = new CERT_SERVER_OCSP_RESPONSE_OPEN_PARA();
        para.cbSize = Marshal.SizeOf(typeof(CERT_SERVER_OCSP_RESPONSE_OPEN_PARA));
        para.dwFlags = Bare.CERT_SERVER_OCSP_RESPONSE_OPEN_PARA_WRITE_FLAG;
        para.pcbUsedSize = used;
        para.pwszOcspDirectory = directory;
        para.pvUpdateCallbackArg = new IntPtr(4711);
        para.pfnUpdateCallback = delegate(IntPtr chain, IntPtr response, IntPtr newCrl, IntPtr previousCrl, IntPtr argument, uint error)
        {
            // Garbage and a collection on the library's thread.
            GC.Collect();
            seenChain = chain;
            seenArgument = argument;
            writeError = error;
            length = Certificates.Read<CERT_SERVER_OCSP_RESPONSE_CONTEXT>(response).cbEncodedOcspResponse;
            Interlocked.Increment(ref calls);
        };

        using (ChainHandle chain = Checks.Chain(args[0]))
        {
            IntPtr handle = Bare.CertOpenServerOcspResponseEx(chain, 0, ref para);
            Checks.That(handle != IntPtr.Zero, "CertOpenServerOcspResponse");
            Checks.Equal(1, calls, "calls before a blocking Open returns");
            Checks.Equal(40, Marshal.ReadInt32(used), "*pcbUsedSize");
            Checks.Equal(chain.DangerousGetHandle(), seenChain, "pChainContext");
            Checks.Equal(4711, seenArgument.ToInt32(), "pvArg");
            Checks.Equal(0u, writeError, "dwWriteOcspFileError");
            string[] files = Directory.GetFiles(directory, "*.ocsp");
            Checks.Equal(1, files.Length, "files in the OCSP directory");
            Checks.Equal((long)length, new FileInfo(files[0]).Length, "the file's length");
            Bare.CertCloseServerOcspResponse(handle, 0);
        }

        GC.KeepAlive(para.pfnUpdateCallback);
        Marshal.FreeHGlobal(used);
    }

    /// <summary>
    /// Two garbage collectors in one process, each of which stops its own threads with signals: handshakes on many
    /// threads, handles that come and go, callbacks, and collections on both sides.
    /// </summary>
    /// <param name="args">A chain, and how often each of eight threads opens a handle.</param>
    public static void ManyThreadsAndCollections(string[] args)
    {
        const int threads = 8;
        int rounds = int.Parse(args[1]), updates = 0;
        Exception failure = null;
        using (ChainHandle chain = Checks.Chain(args[0]))
        using (ServerStaple shared = new ServerStaple(chain, delegate { Interlocked.Increment(ref updates); }))
        {
            Thread[] workers = new Thread[threads];
            for (int i = 0; i < threads; i++)
            {
                int number = i;
                workers[i] = new Thread(delegate()
                {
                    try
                    {
                        for (int round = 0; round < rounds; round++)
                            Handshakes(chain, shared, args[0], number == 0 && round % 10 == 0, ref updates);
                    }
                    catch (Exception e)
                    {
                        failure = e;
                    }
                });
                workers[i].Start();
            }

            foreach (Thread worker in workers)
                worker.Join();
        }

        if (failure != null)
            throw failure;
        Checks.Equal(1 + threads * rounds, updates, "callbacks");
    }

    private static void Handshakes(ChainHandle chain, ServerStaple shared, string path, bool collects, ref int updates)
    {
        int error, seen = 0;
        using (ServerStaple own = new ServerStaple(chain, delegate { seen++; }))
        {
            for (int i = 0; i < 20; i++)
            {
                byte[] response = shared.Current(out error);
                Checks.That(response != null && response[0] == 0x30 && response.Length > 100, "there is a staple, error " + error);
            }

            Checks.That(own.Current(out error) != null, "there is a staple for the handle just opened, error " + error);
        }

        Checks.Equal(1, seen, "calls before Close returned");
        Interlocked.Add(ref updates, seen);
        if (collects)
        {
            GC.Collect();
            using (ChainHandle another = Checks.Chain(path))
                GC.KeepAlive(another);
        }
    }
}
