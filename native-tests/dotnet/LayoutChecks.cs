using System;
using System.Collections.Generic;
using System.IO;
using System.Runtime.InteropServices;

/// <summary>Structures and names.</summary>
internal static class LayoutChecks
{
    /// <param name="args">A chain of three, the leaf first.</param>
    public static void StructuresAreWhereLegacyCodeReadsThem(string[] args)
    {
        List<byte[]> expected = Decode(File.ReadAllText(args[0]));
        using (ChainHandle chain = Checks.Chain(args[0]))
        {
            CERT_TRUST_STATUS trust;
            List<byte[]> elements = Certificates.Elements(chain, out trust);
            Checks.Equal(3, elements.Count, "the number of elements");
            for (int i = 0; i < 3; i++)
                Checks.Equal(Convert.ToBase64String(expected[i]), Convert.ToBase64String(elements[i]), "element " + i);

            CERT_CHAIN_CONTEXT context = Certificates.Read<CERT_CHAIN_CONTEXT>(chain.DangerousGetHandle());
            Checks.Equal(Marshal.SizeOf(typeof(CERT_CHAIN_CONTEXT)), context.cbSize, "CERT_CHAIN_CONTEXT.cbSize");
            Checks.Equal(1, context.cChain, "cChain");
            Checks.Equal(false, context.fHasRevocationFreshnessTime, "fHasRevocationFreshnessTime");
            Checks.That(context.ChainId != Guid.Empty, "ChainId is filled in");
            CERT_SIMPLE_CHAIN simple = Certificates.Read<CERT_SIMPLE_CHAIN>(Marshal.ReadIntPtr(context.rgpChain));
            Checks.Equal(Marshal.SizeOf(typeof(CERT_SIMPLE_CHAIN)), simple.cbSize, "CERT_SIMPLE_CHAIN.cbSize");
            Checks.Equal(context.TrustStatus.dwErrorStatus, simple.TrustStatus.dwErrorStatus, "the simple chain's status");
            CERT_CHAIN_ELEMENT element = Certificates.Read<CERT_CHAIN_ELEMENT>(Marshal.ReadIntPtr(simple.rgpElement));
            Checks.Equal(Marshal.SizeOf(typeof(CERT_CHAIN_ELEMENT)), element.cbSize, "CERT_CHAIN_ELEMENT.cbSize");
            CERT_CONTEXT leaf = Certificates.Read<CERT_CONTEXT>(element.pCertContext);
            Checks.Equal(Crypt32.X509_ASN_ENCODING, leaf.dwCertEncodingType & 0xffff, "dwCertEncodingType");
            // CERT_INFO.dwVersion: CERT_V3.
            Checks.Equal(2, Marshal.ReadInt32(leaf.pCertInfo), "pCertInfo->dwVersion");
        }

        using (ServerStaple staple = new ServerStaple(Checks.Chain(args[0]), null))
        {
            int error;
            byte[] response = staple.Current(out error);
            Checks.That(response != null, "there is a staple");
            Checks.Equal((byte)0x30, response[0], "its first byte");
        }
    }

    private static List<byte[]> Decode(string pem)
    {
        const string begin = "-----BEGIN CERTIFICATE-----", end = "-----END CERTIFICATE-----";
        List<byte[]> certificates = new List<byte[]>();
        for (int start; (start = pem.IndexOf(begin, StringComparison.Ordinal)) >= 0;)
        {
            int stop = pem.IndexOf(end, StringComparison.Ordinal);
            certificates.Add(Convert.FromBase64String(pem.Substring(start + begin.Length, stop - start - begin.Length)));
            pem = pem.Substring(stop + end.Length);
        }

        return certificates;
    }

    /// <summary>Programs write the name in several ways; all of them must share handles and last errors.</summary>
    public static void EveryNameIsTheSameLibrary(string[] args)
    {
        Set(0x11111111);
        Checks.Equal(0x11111111u, Get1(), "the last error by the name crypt32");
        Checks.Equal(0x11111111u, Get2(), "the last error by the name Crypt32.dll");
        Checks.Equal(0x11111111u, Get3(), "the last error by the name Crypt32");
        Checks.Equal(0x11111111u, Get4(), "the last error by the name CRYPT32.DLL");
        Checks.Equal(0x11111111u, Get5(), "the last error by the name CRYPT32");
        Checks.Equal(0x11111111u, Get6(), "the last error by the name kernel32.dll");
        IntPtr block = LocalAlloc(0x40, new IntPtr(100));
        Checks.Equal(0, Marshal.ReadInt32(block, 96), "what LocalAlloc gave");
        Checks.That(LocalFree(block) == IntPtr.Zero, "LocalFree");
    }

    [DllImport("crypt32.dll", EntryPoint = "SetLastError")]
    private static extern void Set(uint code);

    [DllImport("crypt32", EntryPoint = "GetLastError")]
    private static extern uint Get1();

    [DllImport("Crypt32.dll", EntryPoint = "GetLastError")]
    private static extern uint Get2();

    [DllImport("Crypt32", EntryPoint = "GetLastError")]
    private static extern uint Get3();

    [DllImport("CRYPT32.DLL", EntryPoint = "GetLastError")]
    private static extern uint Get4();

    [DllImport("CRYPT32", EntryPoint = "GetLastError")]
    private static extern uint Get5();

    [DllImport("kernel32.dll", EntryPoint = "GetLastError")]
    private static extern uint Get6();

    [DllImport("kernel32.dll")]
    private static extern IntPtr LocalAlloc(uint uFlags, IntPtr uBytes);

    [DllImport("kernel32")]
    private static extern IntPtr LocalFree(IntPtr hMem);
}
