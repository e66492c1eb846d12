using System;
using System.ComponentModel;
using System.IO;

/// <summary>staple [--memory] CHAIN [FILE]: from a chain of certificates to the OCSP response to staple, saved in FILE.</summary>
internal static class Program
{
    private static int Main(string[] args)
    {
        bool memory = args.Length > 0 && args[0] == "--memory";
        int first = memory ? 1 : 0;
        if (args.Length < first + 1 || args.Length > first + 2)
        {
            Console.Error.WriteLine("usage: staple [--memory] CHAIN [FILE]");
            return 2;
        }

        try
        {
            return Staple(args[first], memory, args.Length > first + 1 ? args[first + 1] : null);
        }
        catch (Win32Exception e)
        {
            Console.Error.WriteLine("staple: {0}: {1} failed with 0x{2:x8}", args[first], e.Message, e.NativeErrorCode);
        }
        catch (IOException e)
        {
            Console.Error.WriteLine("staple: " + e.Message);
        }
        catch (DllNotFoundException e)
        {
            Console.Error.WriteLine("staple: crypt32.dll was not found: " + e.Message);
        }

        return 1;
    }

    private static int Staple(string path, bool memory, string file)
    {
        using (StoreHandle store = memory ? Certificates.LoadIntoMemory(path) : Certificates.OpenFile(path))
        using (CertificateHandle leaf = Certificates.First(store))
        using (ChainHandle chain = Certificates.BuildChain(leaf, store))
        {
            CERT_TRUST_STATUS trust;
            int elements = Certificates.Elements(chain, out trust).Count;
            Console.WriteLine("certificates={0}", Certificates.Count(store));
            Console.WriteLine("elements={0} trust=0x{1:x8}", elements, trust.dwErrorStatus);

            // Open waits for the first retrieval, so what it says is on the screen before the next line.
            using (ServerStaple staple = new ServerStaple(chain, delegate(byte[] news) { Console.WriteLine("update={0}", news.Length); }))
            {
                int error;
                byte[] response = staple.Current(out error);
                if (response == null)
                    throw new Win32Exception(error, "CertGetServerOcspResponseContext");
                Console.WriteLine("staple={0}", response.Length);
                if (file != null)
                    File.WriteAllBytes(file, response);
            }
        }

        return 0;
    }
}
