# What is around a test must not change what it says: only what was passed counts.
BeforeDiscovery {
    $lies = @{
        PGUSER               = 'nobody'
        PGPASSWORD           = 'wrong'
        PGPASSFILE           = '/nowhere/pgpass'
        PGDATABASE           = 'nowhere'
        PGHOST               = '192.0.2.1'
        PGHOSTADDR           = '192.0.2.1'
        PGPORT               = '1'
        PGSERVICE            = 'nowhere'
        PGSSLMODE            = 'disable'
        PGSSLNEGOTIATION     = 'direct'
        PGSSLCERT            = '/nowhere/client.crt'
        PGSSLKEY             = '/nowhere/client.key'
        PGSSLROOTCERT        = '/nowhere/root.crt'
        PGSSLCRL             = '/nowhere/root.crl'
        PGREQUIREAUTH        = 'none'
        PGCHANNELBINDING     = 'disable'
        PGTARGETSESSIONATTRS = 'standby'
        PGGSSENCMODE         = 'require'
        PGKRBSRVNAME         = 'nobody'
        PGCLIENTENCODING     = 'LATIN1'
        PGTZ                 = 'Nowhere/Land'
        PGDATESTYLE          = 'nonsense'
        PGOPTIONS            = '-c statement_timeout=1 -c role=nobody'
        PGAPPNAME            = "another`nname"
        PGCONNECT_TIMEOUT    = 'soon'
        HTTPS_PROXY          = 'http://192.0.2.1:1'
        SSL_CERT_FILE        = '/nowhere/bundle.pem'
        SSL_CERT_DIR         = '/nowhere'
        RES_OPTIONS          = 'timeout:1 attempts:1'
        LOCALDOMAIN          = 'nowhere.example'
    }
    $cases = $lies.Keys | Sort-Object | ForEach-Object { @{ name = $_; values = @{ $_ = $lies[$_] } } }
    $cases += @{ name = 'all of them at once'; values = $lies }
}

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'Support.psm1') -Force
    Import-ModuleUnderTest
    $sandbox = Start-Sandbox
    $null = Connect-Sandbox $sandbox
    $db = $sandbox.resources.flexibleServer
    $password = ConvertTo-SecureString $sandbox.postgres.password -AsPlainText -Force
    $client = @{
        HostName        = $sandbox.hostNames.flexibleServer
        DnsServer       = $sandbox.dns.($sandbox.resources.clientNetwork)
        RootCertificate = $sandbox.postgres.rootCertificate
        TimeoutSec      = 60
    }
    $null = $db | New-PgPrivateEndpoint -SubnetId $sandbox.resources.clientSubnet | Approve-PgEndpointConnection | Get-PgEndpointIp |
        New-PgPrivateDnsRecord

    # All that a test says, but for what it measured.
    function Get-Said([pscredential] $credential) {
        $test = Test-PgPrivateConnection @client -Credential $credential
        @("$($test.Status) $($test.Cause) $($test.Message) $($test.Remedy)"; $test.Steps | ForEach-Object { "$($_.Name) $($_.Status) $($_.Detail)" }) -join "`n"
    }

    function Use-Environment([hashtable] $values, [scriptblock] $do) {
        $before = @{}
        foreach ($name in $values.Keys) {
            $before[$name] = [Environment]::GetEnvironmentVariable($name)
            [Environment]::SetEnvironmentVariable($name, $values[$name])
        }
        try { & $do } finally {
            # As text, null would be empty, and an empty variable is not an absent one.
            foreach ($name in $before.Keys) { [Environment]::SetEnvironmentVariable($name, $before[$name] ?? [NullString]::Value) }
        }
    }

    $right = [pscredential]::new($sandbox.postgres.user, $password)
    $wrong = [pscredential]::new($sandbox.postgres.user, (ConvertTo-SecureString 'not-it' -AsPlainText -Force))
    $none = [pscredential]::new($sandbox.postgres.user, [securestring]::new())
    $passed, $refused, $missing = (Get-Said $right), (Get-Said $wrong), (Get-Said $none)
}

AfterAll {
    $sandbox | Stop-Sandbox
}

Describe 'A test of a connection' {
    It 'has verdicts of its own to compare with' {
        $passed | Should -BeLike 'Passed*'
        $refused | Should -BeLike 'Failed PasswordRejected*'
        $missing | Should -BeLike 'Failed PasswordMissing*'
    }

    It 'says the same whatever the environment has for <name>' -ForEach $cases {
        Use-Environment $values { Get-Said $right } | Should -Be $passed
        Use-Environment $values { Get-Said $wrong } | Should -Be $refused
        Use-Environment $values { Get-Said $none } | Should -Be $missing
    }

    It 'finds no password where the environment has the right one' {
        $file = Join-Path $TestDrive 'pgpass'
        "*:*:*:*:$($sandbox.postgres.password)" | Set-Content $file
        if (-not $IsWindows) { chmod 600 $file }
        Use-Environment @{ PGPASSWORD = $sandbox.postgres.password } { Get-Said $none } | Should -Be $missing
        Use-Environment @{ PGPASSFILE = $file } { Get-Said $none } | Should -Be $missing
    }

    It 'reads nothing in the home folder' {
        $personal = New-Item -ItemType Directory (Join-Path $TestDrive 'home')
        $folder = New-Item -ItemType Directory (Join-Path $personal ($IsWindows ? 'postgresql' : '.postgresql'))
        "*:*:*:*:$($sandbox.postgres.password)" | Set-Content (Join-Path ($IsWindows ? $folder : $personal) ($IsWindows ? 'pgpass.conf' : '.pgpass'))
        foreach ($file in 'postgresql.crt', 'postgresql.key', 'root.crt') { 'nonsense' | Set-Content (Join-Path $folder $file) }
        $home_ = @{ HOME = "$personal"; APPDATA = "$personal" }
        Use-Environment $home_ { Get-Said $right } | Should -Be $passed
        Use-Environment $home_ { Get-Said $none } | Should -Be $missing
    }

    It 'says the same in the culture <_>' -ForEach 'th-TH', 'fa-IR', 'ar-SA', 'tr-TR', 'de-DE' {
        $before = [cultureinfo]::CurrentCulture
        try {
            [cultureinfo]::CurrentCulture = $_
            Get-Said $right | Should -Be $passed
            Get-Said $wrong | Should -Be $refused
            [cultureinfo]::CurrentCulture.Name | Should -Be $_ -Because 'the culture is the session''s'
            Test-PgPrivateConnection @client -NoSignIn | ForEach-Object { [cultureinfo]::CurrentCulture.Name } | Should -Be $_
        } finally {
            [cultureinfo]::CurrentCulture = $before
        }
    }

    It 'takes the user name <_> as it is' -ForEach '@admins', 'svc\', '\svc', 'contoso\svc', 'svc@contoso.com', ' svc', 'a;b=c', '"quoted"' {
        $test = Test-PgPrivateConnection @client -Credential ([pscredential]::new($_, $password))
        $test.Cause | Should -Be 'PasswordRejected'
        ($test.Steps | Where-Object Name -EQ SignIn).Detail | Should -BeLike "*user `"$([WildcardPattern]::Escape($_))`"*"
    }
}

# The system's resolver reads its settings from one file, and asks on one port: so this is in a namespace of its own, by root, on Linux.
Describe 'The system''s resolver' -Skip:(-not ($IsLinux -and [Environment]::IsPrivilegedProcess)) {
    BeforeAll {
        $dns = [ipendpoint]::Parse($client.DnsServer)
        # Takes what it is asked, and says nothing.
        $silent = [Net.Sockets.UdpClient]::new([ipendpoint]::new([ipaddress] '127.0.53.201', 53))
        # Asks the sandbox's server.
        $ears = [Net.Sockets.UdpClient]::new([ipendpoint]::new([ipaddress] '127.0.53.202', 53))
        $relay = Start-ThreadJob -ArgumentList $ears, $dns {
            param($ears, $dns)
            $ErrorActionPreference = 'Stop'
            while ($true) {
                $from = $null
                $query = $ears.Receive([ref] $from)
                # So a closed socket ends what waits for it.
                if (-not $query) { return }
                $mouth = [Net.Sockets.UdpClient]::new()
                $mouth.Client.ReceiveTimeout = 5000
                $mouth.Connect($dns)
                $null = $mouth.Send($query, $query.Length)
                $answer = $mouth.Receive([ref] $null)
                $null = $ears.Send($answer, $answer.Length, $from)
                $mouth.Dispose()
            }
        }

        # The cause of a test, or Passed, where these are the name servers, with what psql said: one line each.
        function Get-CauseBy([string[]] $servers) {
            $resolv = Join-Path $TestDrive resolv.conf
            $servers.ForEach{ "nameserver $_" } | Set-Content $resolv
            $script = Join-Path $TestDrive resolve.ps1
            @"
                Import-Module '$(Get-ModulePath)'
                `$test = Test-PgPrivateConnection $($client.HostName) -RootCertificate '$($client.RootCertificate)'
                `$test.Status -eq 'Passed' ? 'Passed' : `$test.Cause
                `$env:PGPASSWORD = 'not-it'
                psql 'host=$($client.HostName) user=nobody dbname=postgres sslmode=verify-full sslrootcert=$($client.RootCertificate)' -XAtc 'select 1' 2>&1
"@ | Set-Content $script
            unshare --mount sh -c 'mount --bind "$1" /etc/resolv.conf && exec "$2" -NoProfile -NonInteractive -File "$3"' sh $resolv (Join-Path $PSHOME pwsh) $script
        }
    }

    AfterAll {
        $ears.Dispose()
        $silent.Dispose()
        $relay | Wait-Job -Timeout 30 | Receive-Job -ErrorAction Ignore
        $relay | Remove-Job -Force
    }

    It 'leads there as psql goes: <Case>' -ForEach @(
        @{ Case = 'one that answers'; Servers = '127.0.53.202'; Cause = 'Passed'; Reached = $true }
        @{ Case = 'one where nothing listens, then a good one'; Servers = '127.0.53.203', '127.0.53.202'; Cause = 'Passed'; Reached = $true }
        @{ Case = 'one that is silent, then a good one'; Servers = '127.0.53.201', '127.0.53.202'; Cause = 'Passed'; Reached = $true }
        @{ Case = 'one that is silent'; Servers = "127.0.53.201`noptions timeout:1 attempts:2"; Cause = 'DnsServerFailed'; Reached = $false }
    ) {
        $said = Get-CauseBy $Servers
        $said[0] | Should -Be $Cause
        "$said" -like '*password authentication failed*' | Should -Be $Reached -Because "$said"
        "$said" -like '*could not translate host name*' | Should -Be (-not $Reached) -Because "$said"
    }
}
