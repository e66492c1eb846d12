using System;
using System.Runtime.InteropServices;
using System.Threading;

/// <summary>What a program learns of a failure.</summary>
internal static class ErrorChecks
{
    private const uint ERROR_FILE_NOT_FOUND = 2;
    private const uint ERROR_INVALID_HANDLE = 6;
    private const uint ERROR_INVALID_PARAMETER = 87;
    private const uint ERROR_MORE_DATA = 234;
    private const uint CRYPT_E_NOT_FOUND = 0x80092004;
    private const uint CRYPT_E_EXISTS = 0x80092005;
    private const uint CRYPT_E_REVOCATION_OFFLINE = 0x80092013;
    private const uint CRYPT_E_NOT_IN_REVOCATION_DATABASE = 0x80092014;

    /// <param name="args">A chain, one without an OCSP URL, and one whose responder is down.</param>
    public static void TheLastErrorIsTheDocumentedOne(string[] args)
    {
        Checks.Fails(Bare.CertOpenServerOcspResponse(IntPtr.Zero, 0, IntPtr.Zero) == IntPtr.Zero,
            ERROR_INVALID_PARAMETER, "CertOpenServerOcspResponse without a chain");
        Checks.Fails(Bare.CertGetServerOcspResponseContext(new IntPtr(0x1234567), 0, IntPtr.Zero) == IntPtr.Zero,
            ERROR_INVALID_HANDLE, "CertGetServerOcspResponseContext of an invented handle");

        StoreHandle missing = Crypt32.CertOpenStore(Crypt32.CERT_STORE_PROV_FILENAME_W, Crypt32.X509_ASN_ENCODING, IntPtr.Zero,
            Crypt32.CERT_STORE_OPEN_EXISTING_FLAG, "no such file \u00e9\u4e2d.pem");
        Checks.Fails(missing.IsInvalid, ERROR_FILE_NOT_FOUND, "CertOpenStore of a missing file");

        using (ChainHandle silent = Checks.Chain(args[1]))
        {
            Checks.Fails(Bare.CertOpenServerOcspResponse(silent.DangerousGetHandle(), 0, IntPtr.Zero) == IntPtr.Zero,
                CRYPT_E_NOT_IN_REVOCATION_DATABASE, "CertOpenServerOcspResponse without an OCSP URL");
        }

        using (ChainHandle down = Checks.Chain(args[2]))
        {
            IntPtr handle = Bare.CertOpenServerOcspResponse(down.DangerousGetHandle(), 0, IntPtr.Zero);
            Checks.That(handle != IntPtr.Zero, "CertOpenServerOcspResponse opens while the responder is down");
            Checks.Fails(Bare.CertGetServerOcspResponseContext(handle, 0, IntPtr.Zero) == IntPtr.Zero,
                CRYPT_E_REVOCATION_OFFLINE, "CertGetServerOcspResponseContext while the responder is down");
            Bare.CertCloseServerOcspResponse(handle, 0);
            Checks.Fails(Bare.CertGetServerOcspResponseContext(handle, 0, IntPtr.Zero) == IntPtr.Zero,
                ERROR_INVALID_HANDLE, "CertGetServerOcspResponseContext of a closed handle");
        }

        InStores(args[0]);
    }

    private static void InStores(string chain)
    {
        IntPtr store = Bare.CertOpenStore("Memory", 0, IntPtr.Zero, 0, IntPtr.Zero);
        Checks.That(store != IntPtr.Zero, "CertOpenStore by the provider's name");
        byte[] junk = { 0x30, 0x03, 1, 2, 3 };
        Checks.That(Bare.CertCreateCertificateContext(Crypt32.X509_ASN_ENCODING, junk, junk.Length) == IntPtr.Zero, "junk is refused");
        Checks.That((uint)Crypt32.LastError() >> 16 == 0x8009, "the last error of junk is one of ASN.1");

        using (StoreHandle file = Certificates.OpenFile(chain))
        using (CertificateHandle leaf = Certificates.First(file))
        {
            IntPtr certificate = leaf.DangerousGetHandle();
            Checks.That(Bare.CertAddCertificateContextToStore(store, certificate, Bare.CERT_STORE_ADD_NEW, IntPtr.Zero), "it is new");
            Checks.Fails(!Bare.CertAddCertificateContextToStore(store, certificate, Bare.CERT_STORE_ADD_NEW, IntPtr.Zero),
                CRYPT_E_EXISTS, "CertAddCertificateContextToStore of what is there");

            int size = 19;
            Checks.Fails(!Bare.CertGetCertificateContextProperty(certificate, Bare.CERT_SHA1_HASH_PROP_ID, new byte[19], ref size),
                ERROR_MORE_DATA, "CertGetCertificateContextProperty with a short buffer");
            Checks.Equal(20, size, "the size wanted");
            Checks.Fails(!Bare.CertGetCertificateContextProperty(certificate, Bare.CERT_FRIENDLY_NAME_PROP_ID, null, ref size),
                CRYPT_E_NOT_FOUND, "CertGetCertificateContextProperty of what was never set");
        }

        IntPtr found = Bare.CertFindCertificateInStore(
            store, Crypt32.X509_ASN_ENCODING, 0, Bare.CERT_FIND_SUBJECT_STR_W, "LOCALHOST", IntPtr.Zero);
        Checks.That(found != IntPtr.Zero, "the certificate is found by a part of its subject");
        Checks.Fails(Bare.CertFindCertificateInStore(
                store, Crypt32.X509_ASN_ENCODING, 0, Bare.CERT_FIND_SUBJECT_STR_W, "LOCALHOST", found) == IntPtr.Zero,
            CRYPT_E_NOT_FOUND, "CertFindCertificateInStore of a second one");
        Checks.That(Bare.CertCloseStore(store, 0), "CertCloseStore");
    }

    /// <summary>docs/differences.md says what Marshal.GetLastWin32Error sees off Windows: this is its proof.</summary>
    public static void WhatTheRuntimeKeeps(string[] args)
    {
        // The library's first call starts it, which may change errno.
        Bare.CertOpenServerOcspResponse(IntPtr.Zero, 0, IntPtr.Zero);
        if (Checks.OnWindows)
        {
            Checks.Fails(Bare.CertOpenServerOcspResponse(IntPtr.Zero, 0, IntPtr.Zero) == IntPtr.Zero, ERROR_INVALID_PARAMETER, "Open");
            return;
        }

        Checks.That(chdir("/no such directory") != 0, "chdir fails");
        const int ENOENT = 2;
        Checks.Equal(ENOENT, Marshal.GetLastWin32Error(), "Marshal.GetLastWin32Error() after chdir");
        Bare.CertOpenServerOcspResponse(IntPtr.Zero, 0, IntPtr.Zero);
        int kept = Marshal.GetLastWin32Error();
        Checks.Equal(ERROR_INVALID_PARAMETER, (uint)Crypt32.LastError(), "GetLastError()");
        // The runtime keeps errno, and the library leaves errno alone. .NET sets it to 0 before the call, Mono does not.
        Checks.Equal(Checks.OnMono ? ENOENT : 0, kept, "Marshal.GetLastWin32Error() after a failure of the library");
    }

    /// <param name="args">A chain.</param>
    public static void NothingOfTheRuntimeDisturbsIt(string[] args)
    {
        if (Checks.OnWindows)
            return;
        using (ChainHandle chain = Checks.Chain(args[0]))
        {
            for (int i = 0; i < 200; i++)
            {
                Bare.CertOpenServerOcspResponse(IntPtr.Zero, 0, IntPtr.Zero);
                Disturb(chain, i);
                Checks.Equal(ERROR_INVALID_PARAMETER, (uint)Crypt32.LastError(), "the last error after all that, time " + i);
            }
        }
    }

    private static void Disturb(ChainHandle chain, int i)
    {
        byte[][] garbage = new byte[100][];
        for (int k = 0; k < garbage.Length; k++)
            garbage[k] = new byte[10000];
        if (i % 20 == 0)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        string nothing = i < 0 ? "" : null;
        try
        {
            Checks.Equal(0, nothing.Length, "never reached");
        }
        catch (NullReferenceException)
        {
        }

        // Another thread's failures, and the finalizer's calls, are theirs.
        Thread other = new Thread(delegate()
        {
            Bare.CertGetServerOcspResponseContext(new IntPtr(-2), 0, IntPtr.Zero);
            using (StoreHandle forgotten = Crypt32.CertOpenStore(Crypt32.CERT_STORE_PROV_MEMORY, 0, IntPtr.Zero, 0, null))
                GC.KeepAlive(forgotten);
        });
        other.Start();
        other.Join();
        GC.KeepAlive(chain);
        GC.KeepAlive(garbage);
    }

    [DllImport("libc.so.6", SetLastError = true)]
    private static extern int chdir(string path);
}
