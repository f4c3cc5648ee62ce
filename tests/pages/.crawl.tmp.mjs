import { chromium } from 'playwright-core';
import axe from 'axe-core';
import { mkdirSync } from 'node:fs';
const base='http://localhost:18123'; const shots='/tmp/real'; mkdirSync(shots,{recursive:true});
const b=await chromium.launch({executablePath:'/usr/bin/chromium',args:['--headless','--no-sandbox','--disable-gpu','--disable-quic','--no-first-run','--disable-background-networking','--disable-component-update','--disable-sync']});
const seen=new Set(); const queue=['/da/','/da/i','/da/o','/da/was','/da/privacy','/da/sign-in','/da/nothing','/da/i/new'];
const start=await b.newPage(); 
let n=0;
while(queue.length && n<Number(process.argv[2]??16)){ const u=queue.shift(); const k=u.split('?')[0].replace(/[0-9a-z_-]{10,}/gi,'ID'); if(seen.has(k)) continue; seen.add(k); n++;
 const resp=await start.goto(base+u); 
 const links=await start.evaluate(()=>[...document.querySelectorAll('main a[href]')].map(a=>a.getAttribute('href')).filter(h=>h.startsWith('/da')&&!/\.(pb|csv|json)$/.test(h)));
 queue.push(...links);
 for (const [w,scheme] of [[1280,'light'],[390,'light'],[320,'dark']]) {
  const c=await b.newContext({viewport:{width:w,height:900},colorScheme:scheme}); const p=await c.newPage(); const errs=[]; p.on('console',m=>{if(m.type()==='error')errs.push(m.text())});
  await p.goto(base+u); const over=await p.evaluate(()=>document.documentElement.scrollWidth-innerWidth);
  const f=k.replace(/\W+/g,'_');
  await p.screenshot({path:`${shots}/${f}-${w}.png`,fullPage:true});
  await p.evaluate(axe.source); const r=await p.evaluate(()=>globalThis.axe.run(document,{runOnly:['wcag2a','wcag2aa','wcag21a','wcag21aa','wcag22aa','best-practice']}));
  const bad=[...r.violations.map(v=>'V '+v.id+': '+v.nodes.slice(0,3).map(n=>n.html.slice(0,120)).join(' | ')),...r.incomplete.map(v=>'I '+v.id+': '+v.nodes.slice(0,2).map(n=>n.html.slice(0,100)).join(' | '))];
  console.log(resp.status(),u,w,over>0?'OVERFLOW '+over:'',errs.filter(e=>!/404/.test(e)).join(';'),bad.join('\n   '));
  await c.close(); }
}
await b.close();
