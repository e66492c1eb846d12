using System;
using System.Collections.Generic;
using System.ComponentModel;
using System.IO;
using System.Runtime.InteropServices;

/// <summary>From a file to a chain: what a program does before it can staple.</summary>
internal static class Certificates
{
    /// <summary>Opens a PEM or DER file as a store.</summary>
    public static StoreHandle OpenFile(string path)
    {
        StoreHandle store = Crypt32.CertOpenStore(
            Crypt32.CERT_STORE_PROV_FILENAME_W, Crypt32.X509_ASN_ENCODING, IntPtr.Zero, Crypt32.CERT_STORE_OPEN_EXISTING_FLAG, path);
        if (store.IsInvalid)
            throw Failed("CertOpenStore");
        return store;
    }

    /// <summary>Reads a PEM file and puts its certificates into a memory store.</summary>
    public static StoreHandle LoadIntoMemory(string path)
    {
        StoreHandle store = Crypt32.CertOpenStore(Crypt32.CERT_STORE_PROV_MEMORY, 0, IntPtr.Zero, 0, null);
        if (store.IsInvalid)
            throw Failed("CertOpenStore");
        foreach (byte[] certificate in ReadPem(File.ReadAllText(path)))
        {
            if (!Crypt32.CertAddEncodedCertificateToStore(store, Crypt32.X509_ASN_ENCODING, certificate, certificate.Length,
                Crypt32.CERT_STORE_ADD_ALWAYS, IntPtr.Zero))
                throw Failed("CertAddEncodedCertificateToStore");
        }

        return store;
    }

    /// <summary>The first certificate of a store: in a chain file, the server's own.</summary>
    public static CertificateHandle First(StoreHandle store)
    {
        CertificateHandle first = new CertificateHandle(Crypt32.CertEnumCertificatesInStore(store, IntPtr.Zero));
        if (first.IsInvalid)
            throw Failed("CertEnumCertificatesInStore");
        return first;
    }

    public static int Count(StoreHandle store)
    {
        int count = 0;
        for (IntPtr c = IntPtr.Zero; (c = Crypt32.CertEnumCertificatesInStore(store, c)) != IntPtr.Zero;)
            count++;
        return count;
    }

    /// <summary>Builds the chain with the machine's roots and what the store holds.</summary>
    public static ChainHandle BuildChain(CertificateHandle leaf, StoreHandle store)
    {
        CERT_CHAIN_PARA usage = new CERT_CHAIN_PARA();
        usage.cbSize = Marshal.SizeOf(typeof(CERT_CHAIN_PARA));
        ChainHandle chain;
        if (!Crypt32.CertGetCertificateChain(IntPtr.Zero, leaf, IntPtr.Zero, store, ref usage, 0, IntPtr.Zero, out chain))
            throw Failed("CertGetCertificateChain");
        return chain;
    }

    /// <summary>The encoded certificates of a chain, the end certificate first.</summary>
    public static List<byte[]> Elements(ChainHandle chain, out CERT_TRUST_STATUS trust)
    {
        CERT_CHAIN_CONTEXT context = Read<CERT_CHAIN_CONTEXT>(chain.DangerousGetHandle());
        CERT_SIMPLE_CHAIN simple = Read<CERT_SIMPLE_CHAIN>(Marshal.ReadIntPtr(context.rgpChain));
        trust = context.TrustStatus;
        List<byte[]> elements = new List<byte[]>();
        for (int i = 0; i < simple.cElement; i++)
        {
            CERT_CHAIN_ELEMENT element = Read<CERT_CHAIN_ELEMENT>(Marshal.ReadIntPtr(simple.rgpElement, i * IntPtr.Size));
            CERT_CONTEXT certificate = Read<CERT_CONTEXT>(element.pCertContext);
            elements.Add(Bytes(certificate.pbCertEncoded, certificate.cbCertEncoded));
        }

        GC.KeepAlive(chain);
        return elements;
    }

    public static T Read<T>(IntPtr address)
    {
        return (T)Marshal.PtrToStructure(address, typeof(T));
    }

    public static byte[] Bytes(IntPtr address, int count)
    {
        byte[] bytes = new byte[count];
        Marshal.Copy(address, bytes, 0, count);
        return bytes;
    }

    /// <summary>To be called right after the call that failed, before any other into the library.</summary>
    public static Win32Exception Failed(string function)
    {
        return new Win32Exception(Crypt32.LastError(), function);
    }

    private static IEnumerable<byte[]> ReadPem(string text)
    {
        const string end = "-----END CERTIFICATE-----";
        for (int start = 0, next; (next = text.IndexOf(end, start, StringComparison.Ordinal)) >= 0; start = next + end.Length)
        {
            string block = text.Substring(start, next + end.Length - start);
            int size = 0, skipped;
            uint format;
            if (!Crypt32.CryptStringToBinaryW(block, block.Length, Crypt32.CRYPT_STRING_BASE64HEADER, null, ref size, out skipped, out format))
                throw Failed("CryptStringToBinaryW");
            byte[] certificate = new byte[size];
            if (!Crypt32.CryptStringToBinaryW(
                block, block.Length, Crypt32.CRYPT_STRING_BASE64HEADER, certificate, ref size, out skipped, out format))
                throw Failed("CryptStringToBinaryW");
            yield return certificate;
        }
    }
}
